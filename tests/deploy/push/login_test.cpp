// A push logs in as registries ask for it: real ones with a token service, with a password, with
// TLS. What cannot be proven or is refused ends with what to do.
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "tests/deploy/push/built_function.h"
#include "tests/peers/certificate.h"
#include "tests/peers/registry.h"
#include "tests/peers/runfile.h"
#include "tests/peers/token_service.h"

namespace lambda::deploy_test {
namespace {

class Login : public testing::Test {
 protected:
  void SetUp() override {
    unsetenv("LAMBDA_REGISTRY_USER");
    unsetenv("LAMBDA_REGISTRY_PASSWORD");
    docker_ = peers::new_folder("docker");
    setenv("DOCKER_CONFIG", docker_.c_str(), 1);
    add_image(function_, peers::new_folder("function"), "x86_64",
              {some_bytes(1'000, 1), some_bytes(100'000, 2), some_bytes(2'000, 3)});
  }

  static std::unique_ptr<peers::Server> start(const peers::RegistryOptions& options) {
    auto registry = peers::start_registry(options);
    EXPECT_TRUE(registry.has_value()) << registry.error().message;
    return registry ? std::move(*registry) : nullptr;
  }

  static peers::Certificate authority(const std::string& name) {
    const auto made = peers::make_authority(peers::new_folder(name), name);
    EXPECT_TRUE(made.has_value()) << made.error().message;
    return made.value_or(peers::Certificate{});
  }

  auto push(deploy::PushOptions options) {
    options.tags = {"v1"};
    return push_function(function_, options);
  }

  std::filesystem::path docker_;
  images::FunctionDocument function_;
};

TEST_F(Login, GetsOneTokenForTheWholePush) {
  const peers::Certificate signer = authority("signer");
  const peers::TokenService tokens(signer);
  const auto registry = start({.token = {{tokens.address(), signer}}});
  ASSERT_NE(nullptr, registry);
  const auto result = push(quick_options(registry->port(), "team/hello"));
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_EQ(4u, result->blobs_sent);
  EXPECT_EQ(1, tokens.given());
}

TEST_F(Login, GetsATokenThatAlsoMountsWhatAnotherRepositoryHas) {
  const peers::Certificate signer = authority("signer");
  const peers::TokenService tokens(signer);
  const auto registry = start({.token = {{tokens.address(), signer}}});
  ASSERT_NE(nullptr, registry);
  ASSERT_TRUE(push(quick_options(registry->port(), "team/base")).has_value());
  deploy::PushOptions options = quick_options(registry->port(), "team/hello");
  // Its own name among them, and one twice: a registry is asked once for each other.
  options.mount_from = {"team/hello", "team/base", "team/base"};
  const auto result = push(options);
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_EQ(3u, result->blobs_mounted) << "each layer; the config is this image's own";
  EXPECT_EQ(1u, result->blobs_sent);
  EXPECT_EQ(2, tokens.given()) << "one a push";
}

TEST_F(Login, TakesThePasswordOfTheEnvironmentBeforeDockers) {
  const auto registry = start({.login = {{"ada", "right"}}});
  ASSERT_NE(nullptr, registry);
  const std::string host = "127.0.0.1:" + std::to_string(registry->port());
  // "ada:wrong"
  peers::write_file(docker_ / "config.json",
                    R"({"auths": {")" + host + R"(": {"auth": "YWRhOndyb25n"}}})");
  setenv("LAMBDA_REGISTRY_USER", "ada", 1);
  setenv("LAMBDA_REGISTRY_PASSWORD", "right", 1);
  const auto result = push(quick_options(registry->port(), "hello"));
  EXPECT_TRUE(result.has_value()) << result.error().message;
}

TEST_F(Login, TriesDockersWhenTheEnvironmentsIsRefused) {
  const auto registry = start({.login = {{"ada", "right"}}});
  ASSERT_NE(nullptr, registry);
  const std::string host = "127.0.0.1:" + std::to_string(registry->port());
  // "ada:right"
  peers::write_file(docker_ / "config.json",
                    R"({"auths": {")" + host + R"(": {"auth": "YWRhOnJpZ2h0"}}})");
  setenv("LAMBDA_REGISTRY_USER", "ada", 1);
  setenv("LAMBDA_REGISTRY_PASSWORD", "former", 1);
  const auto result = push(quick_options(registry->port(), "hello"));
  EXPECT_TRUE(result.has_value()) << result.error().message;
}

TEST_F(Login, ThatIsRefusedIsAnErrorWithoutThePassword) {
  const auto registry = start({.login = {{"ada", "right"}}});
  ASSERT_NE(nullptr, registry);
  setenv("LAMBDA_REGISTRY_USER", "ada", 1);
  setenv("LAMBDA_REGISTRY_PASSWORD", "a wrong one", 1);
  const auto result = push(quick_options(registry->port(), "hello"));
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ("Registry.Unauthorized", result.error().type);
  EXPECT_TRUE(result.error().message.contains("docker login")) << result.error().message;
  EXPECT_FALSE(result.error().message.contains("a wrong one")) << result.error().message;
}

class Tls : public Login {
 protected:
  void SetUp() override {
    Login::SetUp();
    authority_ = authority("authority");
    const auto server = peers::make_server_certificate(peers::new_folder("server"), authority_);
    ASSERT_TRUE(server.has_value()) << server.error().message;
    registry_ = start({.tls = *server});
    ASSERT_NE(nullptr, registry_);
  }

  deploy::PushOptions options(const std::string& host) {
    deploy::PushOptions options = quick_options(registry_->port(), "hello");
    options.repository = host + ":" + std::to_string(registry_->port()) + "/hello";
    options.scheme = registry::Scheme::kHttps;
    options.ca_file = authority_.certificate;
    return options;
  }

  peers::Certificate authority_;
  std::unique_ptr<peers::Server> registry_;
};

TEST_F(Tls, IsSpokenWithTheAuthorityThatIsTrusted) {
  const auto result = push(options("localhost"));
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_EQ(4u, result->blobs_sent);
  const auto again = push(options("127.0.0.1"));
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(0u, again->blobs_sent);
}

TEST_F(Tls, EndsWhereTheAuthorityIsAnother) {
  deploy::PushOptions wrong = options("localhost");
  wrong.ca_file = authority("another").certificate;
  const auto result = push(wrong);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ("Registry.Untrusted", result.error().type) << result.error().message;
  EXPECT_TRUE(result.error().message.contains("--ca-file")) << result.error().message;
}

TEST_F(Tls, EndsWhereTheCertificateIsAnotherHosts) {
  const auto result = push(options("127.0.0.2"));  // The certificate is for 127.0.0.1.
  ASSERT_FALSE(result.has_value());
  EXPECT_NE("", result.error().message);
  EXPECT_TRUE(result.error().type == "Registry.Untrusted" ||
              result.error().type == "Registry.CannotConnect")
      << result.error().type;
}

TEST_F(Tls, IsNotSpokenToAPlainRegistry) {
  const auto plain = start({});
  ASSERT_NE(nullptr, plain);
  deploy::PushOptions wrong = options("localhost");
  wrong.repository = "localhost:" + std::to_string(plain->port()) + "/hello";
  const auto result = push(wrong);
  ASSERT_FALSE(result.has_value());
  EXPECT_TRUE(result.error().message.contains("--plain-http")) << result.error().message;
}

}  // namespace
}  // namespace lambda::deploy_test
