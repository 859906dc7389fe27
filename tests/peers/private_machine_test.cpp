// The private machine and the servers that run in it: each starts, answers, and is who it should
// be.
#include "tests/peers/private_machine.h"

#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/peers/certificate.h"
#include "tests/peers/docker.h"
#include "tests/peers/http.h"
#include "tests/peers/registry.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"
#include "tests/peers/token_service.h"

namespace lambda::peers {
namespace {

TEST(PrivateMachine, HasProcessesOfItsOwn) {
  EXPECT_EQ(1, getpid());
  EXPECT_EQ("1\n", run({{"sh", "-c", "ls -d /proc/[0-9]* | grep -c /proc/1$"}}).output);
}

TEST(PrivateMachine, HasNoWayOut) {
  EXPECT_EQ(
      "1: lo:\n",
      run({{"sh", "-c", "sed -n '3,$s/^ *\\([a-z0-9]*:\\).*/1: \\1/p' /proc/net/dev"}}).output);
}

TEST(Registry, IsOpenByDefault) {
  const auto registry = start_registry();
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const auto answer = exchange((*registry)->port(), {"GET", "/v2/", {}, {}});
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(200, answer->status);
}

TEST(Registry, AsksForItsLogin) {
  const auto registry = start_registry({.login = RegistryOptions::Login{"ada", "secret"}});
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const uint16_t port = (*registry)->port();
  EXPECT_EQ(401, exchange(port, {"GET", "/v2/", {}, {}})->status);
  const std::map<std::string, std::string> login = {{"Authorization", "Basic YWRhOnNlY3JldA=="}};
  EXPECT_EQ(200, exchange(port, {"GET", "/v2/", login, {}})->status);
}

TEST(Registry, TakesTheTokensOfItsService) {
  const auto folder = new_folder("token");
  const auto authority = make_authority(folder, "peers");
  ASSERT_TRUE(authority.has_value()) << authority.error().message;
  const TokenService service(*authority);
  const auto registry =
      start_registry({.token = RegistryOptions::TokenService{service.address(), *authority}});
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const auto refused = exchange((*registry)->port(), {"GET", "/v2/", {}, {}});
  EXPECT_EQ(401, refused->status);
  EXPECT_TRUE(refused->headers.at("www-authenticate").contains(service.address()));
  const Outcome listed =
      run({{"crane", "catalog", "--insecure", "127.0.0.1:" + std::to_string((*registry)->port())}});
  EXPECT_EQ(0, listed.status) << listed << (*registry)->log();
  EXPECT_GT(service.given(), 0);
}

TEST(Registry, SpeaksTls) {
  const auto folder = new_folder("tls");
  const auto authority = make_authority(folder, "peers");
  ASSERT_TRUE(authority.has_value()) << authority.error().message;
  const auto own = make_server_certificate(folder, *authority);
  ASSERT_TRUE(own.has_value()) << own.error().message;
  const auto registry = start_registry({.tls = *own});
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const std::string address = "127.0.0.1:" + std::to_string((*registry)->port());
  const std::map<std::string, std::string> trust = {{"SSL_CERT_FILE", authority->certificate}};
  const Outcome trusted = run({{"crane", "catalog", address}, trust, {}, {}});
  EXPECT_EQ(0, trusted.status) << trusted;
  EXPECT_NE(0, run({{"crane", "catalog", address}}).status);
}

TEST(JavaTrustStore, HoldsTheAuthority) {
  const auto folder = new_folder("java");
  const auto authority = make_authority(folder, "peers");
  ASSERT_TRUE(authority.has_value()) << authority.error().message;
  const auto store = make_java_trust_store(folder, *authority);
  ASSERT_TRUE(store.has_value()) << store.error().message;
  EXPECT_TRUE(std::filesystem::exists(*store));
}

TEST(DockerDaemon, Answers) {
  const auto daemon = DockerDaemon::start();
  ASSERT_TRUE(daemon.has_value()) << daemon.error().message;
  const Outcome images = run((*daemon)->client({"images", "--quiet"}));
  EXPECT_EQ(0, images.status) << images;
  EXPECT_EQ("", images.output);
}

}  // namespace
}  // namespace lambda::peers
