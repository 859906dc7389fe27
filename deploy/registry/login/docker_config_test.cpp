// Files as docker, podman and people write them.
#include "deploy/registry/login/docker_config.h"

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

const Origin kRegistry{true, "r.example", 443};

std::optional<Credentials> login_of(const DockerConfig& config, const Origin& origin) {
  const auto login = login_for(config, origin);
  EXPECT_TRUE(login) << login.error().message;
  return login.value_or(std::nullopt);
}

TEST(DockerConfig, HasLoginsByHost) {
  const auto config = parse_docker_config(
      R"({"auths": {"https://r.example/v1/": {"auth": "dXNlcjpwYXNz"},
                    "r.example:5000": {"username": "u", "password": "p"},
                    "https://index.docker.io/v1/": {"identitytoken": "t"},
                    "empty.example": {}}, "HttpHeaders": {"a": "b"}})",
      "config.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ("pass", login_of(*config, kRegistry).value().password);
  EXPECT_EQ("u", login_of(*config, {true, "r.example", 5000}).value().user);
  EXPECT_EQ("t", login_of(*config, {true, "registry-1.docker.io", 443}).value().identity_token);
  EXPECT_FALSE(login_of(*config, {true, "empty.example", 443}));
  EXPECT_FALSE(login_of(*config, {true, "other.example", 443}));
  EXPECT_EQ("", helper_for(*config, kRegistry));
}

TEST(DockerConfig, NamesHelpersForOneRegistryOrForAll) {
  const auto config = parse_docker_config(
      R"({"credHelpers": {"r.example": "ecr-login"}, "credsStore": "desktop"})", "config.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ("ecr-login", helper_for(*config, kRegistry));
  EXPECT_EQ("desktop", helper_for(*config, {true, "other.example", 443}));
}

class BadConfig : public testing::TestWithParam<std::string> {};

TEST_P(BadConfig, IsRefused) { EXPECT_FALSE(parse_docker_config(GetParam(), "config.json")); }

INSTANTIATE_TEST_SUITE_P(DockerConfig, BadConfig, testing::Values("", "[]", "{", R"("text")"));

TEST(DockerConfig, KeepsAMalformedLoginToItsOwnRegistry) {
  const auto config = parse_docker_config(
      R"({"auths": {"bad.example": {"auth": "hush%"}, "r.example": {"auth": "dXNlcjpwYXNz"},
                    "odd.example": 7}})",
      "ada/config.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ("pass", login_of(*config, kRegistry).value().password);
  EXPECT_FALSE(login_of(*config, {true, "other.example", 443}));
  EXPECT_FALSE(login_of(*config, {true, "odd.example", 443}));
  const auto bad = login_for(*config, {true, "bad.example", 443});
  ASSERT_FALSE(bad);
  EXPECT_EQ("Credentials.Malformed", bad.error().type);
  EXPECT_TRUE(bad.error().message.contains("ada/config.json: bad.example")) << bad.error().message;
  EXPECT_FALSE(bad.error().message.contains("hush")) << bad.error().message;
}

TEST(DockerConfig, TakesTheWellFormedOfTwoLoginsOfOneRegistry) {
  const auto config = parse_docker_config(
      R"({"auths": {"https://r.example/v1/": {"auth": "%"},
                    "r.example": {"auth": "dXNlcjpwYXNz"}}})",
      "config.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ("pass", login_of(*config, kRegistry).value().password);
}

class BadHelper : public testing::TestWithParam<std::string> {};

TEST_P(BadHelper, DisturbsOnlyTheRegistryThatItIsFor) {
  const auto config = parse_docker_config(
      R"({"credHelpers": {"bad.example": )" + GetParam() + R"(, "r.example": "good"}})",
      "config.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ("good", helper_for(*config, kRegistry));
  EXPECT_EQ("", helper_for(*config, {true, "other.example", 443}));
  const auto bad = helper_for(*config, {true, "bad.example", 443});
  ASSERT_FALSE(bad);
  EXPECT_EQ("Credentials.Malformed", bad.error().type);
  EXPECT_TRUE(bad.error().message.contains("config.json")) << bad.error().message;
}

INSTANTIATE_TEST_SUITE_P(DockerConfig, BadHelper,
                         testing::Values(R"("../evil")", R"("")", R"("a b")", "1", "null"));

TEST(DockerConfig, AsksAMalformedStoreOfNoRegistryThatHasItsOwnHelper) {
  const auto config = parse_docker_config(
      R"({"credHelpers": {"r.example": "good"}, "credsStore": "a/b"})", "config.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ("good", helper_for(*config, kRegistry));
  const auto bad = helper_for(*config, {true, "other.example", 443});
  ASSERT_FALSE(bad);
  EXPECT_TRUE(bad.error().message.contains("'a/b'")) << bad.error().message;
}

TEST(DockerConfig, KnowsDockersOwnRegistryByEachName) {
  const auto config = parse_docker_config(
      R"({"auths": {"https://index.docker.io/v1/": {"username": "u", "password": "p"}}})",
      "config.json");
  ASSERT_TRUE(config) << config.error().message;
  for (const char* host : {"registry-1.docker.io", "index.docker.io", "docker.io"}) {
    EXPECT_EQ("u", login_of(*config, {true, host, 443}).value_or(Credentials{}).user) << host;
  }
}

TEST(ServerName, IsTheOneDockerUses) {
  EXPECT_EQ("r.example", server_name(kRegistry));
  EXPECT_EQ("https://index.docker.io/v1/", server_name({true, "registry-1.docker.io", 443}));
}

}  // namespace
}  // namespace lambda::registry
