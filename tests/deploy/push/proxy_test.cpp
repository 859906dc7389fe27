// A push goes through a real proxy, by what the environment says: the proxy's own log is the
// witness. What the proxy refuses ends with what to do.
#include "deploy/registry/transport/proxy.h"

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "tests/deploy/push/built_function.h"
#include "tests/peers/certificate.h"
#include "tests/peers/forward_proxy.h"
#include "tests/peers/host_names.h"
#include "tests/peers/registry.h"
#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

constexpr char kHost[] = "registry.example";
constexpr char kPassword[] = "s-cret";

std::string address(const peers::Server& server) {
  return kHost + (":" + std::to_string(server.port()));
}

/// A registry with TLS, one without, and a proxy that leads to both.
class ThroughProxy : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto named = peers::add_host_names({kHost});
    ASSERT_TRUE(named.has_value()) << named.error().message;
    const auto authority = peers::make_authority(peers::new_folder("authority"), "a test's");
    ASSERT_TRUE(authority.has_value()) << authority.error().message;
    authority_ = authority->certificate;
    const auto certificate =
        peers::make_server_certificate(peers::new_folder("server"), *authority, {kHost});
    ASSERT_TRUE(certificate.has_value()) << certificate.error().message;
    tls_ = started(peers::start_registry({.tls = *certificate}));
    plain_ = started(peers::start_registry());
    ASSERT_TRUE(tls_ && plain_);
    proxy_ = started(peers::start_forward_proxy(
        {.login = {{"ada", kPassword}}, .connect_ports = {tls_->port(), plain_->port()}}));
  }
  static void TearDownTestSuite() {
    proxy_.reset();
    plain_.reset();
    tls_.reset();
  }

  static std::unique_ptr<peers::Server> started(
      std::expected<std::unique_ptr<peers::Server>, Error> server) {
    EXPECT_TRUE(server.has_value()) << server.error().message;
    return server ? std::move(*server) : nullptr;
  }

  void SetUp() override {
    ASSERT_NE(nullptr, proxy_);
    setenv("DOCKER_CONFIG", peers::new_folder("docker").c_str(), 1);
    for (const char* name : {"https_proxy", "http_proxy", "NO_PROXY", "no_proxy"}) {
      unsetenv(name);
    }
    use_proxy(*proxy_, kPassword);
    logged_ = proxy_->log().size();
    add_image(function_, peers::new_folder("function"), "x86_64",
              {some_bytes(200'000, 1), some_bytes(3'000, 2)});
  }

  static void use_proxy(const peers::Server& proxy, const std::string& password) {
    const std::string url = "http://ada:" + password + "@127.0.0.1:" + std::to_string(proxy.port());
    setenv("HTTPS_PROXY", url.c_str(), 1);
    setenv("HTTP_PROXY", url.c_str(), 1);
  }

  static deploy::PushOptions options(const peers::Server& registry, const std::string& name) {
    deploy::PushOptions options = quick_options(registry.port(), name);
    options.repository = address(registry) + "/" + name;
    options.proxies = registry::environment_proxies();
    options.ca_file = authority_;
    return options;
  }

  auto push(const deploy::PushOptions& options) { return push_function(function_, options); }

  /// What the proxy has written since the test began.
  std::string proxy_log() const { return proxy_->log().substr(logged_); }

  static std::filesystem::path authority_;
  static std::unique_ptr<peers::Server> tls_;
  static std::unique_ptr<peers::Server> plain_;
  static std::unique_ptr<peers::Server> proxy_;
  images::FunctionDocument function_;
  std::size_t logged_ = 0;
};

std::filesystem::path ThroughProxy::authority_;
std::unique_ptr<peers::Server> ThroughProxy::tls_;
std::unique_ptr<peers::Server> ThroughProxy::plain_;
std::unique_ptr<peers::Server> ThroughProxy::proxy_;

TEST_F(ThroughProxy, ARegistryWithTlsIsReached) {
  const auto result = push(options(*tls_, "hello"));
  ASSERT_TRUE(result.has_value()) << result.error().message << "\n" << proxy_->log();
  EXPECT_EQ(3u, result->blobs_sent);
  EXPECT_TRUE(proxy_log().contains("CONNECT " + address(*tls_))) << proxy_log();
  const auto again = push(options(*tls_, "hello"));
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(0u, again->blobs_sent);
}

TEST_F(ThroughProxy, ARegistryWithoutTlsIsReached) {
  deploy::PushOptions plain = options(*plain_, "hello");
  plain.scheme = registry::Scheme::kHttp;
  const auto result = push(plain);
  ASSERT_TRUE(result.has_value()) << result.error().message << "\n" << proxy_->log();
  EXPECT_TRUE(proxy_log().contains("CONNECT " + address(*plain_))) << proxy_log();
}

TEST_F(ThroughProxy, ABasesLayersAreCopied) {
  ASSERT_TRUE(push(options(*tls_, "base")).has_value());
  function_.architectures.front().layers.front() = std::nullopt;
  function_.architectures.front().base = {address(*tls_) + "/base:2023",
                                          "sha256:" + std::string(64, 'a')};
  logged_ = proxy_->log().size();
  deploy::PushOptions plain = options(*plain_, "copied");
  plain.scheme = registry::Scheme::kHttp;
  const auto result = push(plain);
  ASSERT_TRUE(result.has_value()) << result.error().message << "\n" << proxy_->log();
  EXPECT_TRUE(proxy_log().contains("CONNECT " + address(*tls_))) << proxy_log();
  EXPECT_TRUE(proxy_log().contains("CONNECT " + address(*plain_))) << proxy_log();
}

TEST_F(ThroughProxy, NothingGoesThatNoProxyCovers) {
  setenv("NO_PROXY", ".example", 1);
  const auto result = push(options(*tls_, "straight"));
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_FALSE(proxy_log().contains("CONNECT")) << proxy_log();
}

TEST_F(ThroughProxy, NothingGoesToThisMachine) {
  deploy::PushOptions own = options(*plain_, "own");
  own.repository = "127.0.0.1:" + std::to_string(plain_->port()) + "/own";
  ASSERT_TRUE(push(own).has_value());
  EXPECT_FALSE(proxy_log().contains("CONNECT")) << proxy_log();
  own.proxies = registry::only_proxy(std::getenv("HTTP_PROXY"), "--proxy");
  const auto result = push(own);
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_TRUE(proxy_log().contains("CONNECT 127.0.0.1")) << "but where that is said\n"
                                                         << proxy_log();
}

TEST_F(ThroughProxy, AWrongLoginIsAnErrorWithoutIt) {
  use_proxy(*proxy_, "hush");
  const auto result = push(options(*tls_, "hello"));
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ("Registry.CannotConnect", result.error().type);
  for (const char* part : {"HTTPS_PROXY", "does not take the login", kHost}) {
    EXPECT_TRUE(result.error().message.contains(part)) << result.error().message;
  }
  EXPECT_FALSE(result.error().message.contains("hush")) << result.error().message;
}

TEST_F(ThroughProxy, APortThatIsNotAllowedIsAnError) {
  const auto strict = started(peers::start_forward_proxy({.connect_ports = {443}}));
  ASSERT_NE(nullptr, strict);
  use_proxy(*strict, kPassword);
  const auto result = push(options(*tls_, "hello"));
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ("Registry.CannotConnect", result.error().type);
  EXPECT_TRUE(result.error().message.contains("403")) << result.error().message;
  EXPECT_TRUE(result.error().message.contains("NO_PROXY=registry.example"))
      << result.error().message;
}

}  // namespace
}  // namespace lambda::deploy_test
