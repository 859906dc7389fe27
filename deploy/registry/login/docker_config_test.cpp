// Files as docker, podman and people write them.
#include "deploy/registry/login/docker_config.h"

#include "gtest/gtest.h"

namespace lambda::registry {
namespace {

const Origin kRegistry{true, "r.example", 443};

TEST(DockerConfig, HasLoginsByHost) {
  const auto config = parse_docker_config(
      R"({"auths": {"https://r.example/v1/": {"auth": "dXNlcjpwYXNz"},
                    "r.example:5000": {"username": "u", "password": "p"},
                    "https://index.docker.io/v1/": {"identitytoken": "t"},
                    "empty.example": {}}, "HttpHeaders": {"a": "b"}})",
      "config.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ("pass", login_for(*config, kRegistry).value().password);
  EXPECT_EQ("u", login_for(*config, {true, "r.example", 5000}).value().user);
  EXPECT_EQ("t", login_for(*config, {true, "registry-1.docker.io", 443}).value().identity_token);
  EXPECT_FALSE(login_for(*config, {true, "empty.example", 443}));
  EXPECT_FALSE(login_for(*config, {true, "other.example", 443}));
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

INSTANTIATE_TEST_SUITE_P(DockerConfig, BadConfig,
                         testing::Values("", "[]", R"({"auths": {"a": {"auth": "%%%"}}})",
                                         R"({"credHelpers": {"a": "../evil"}})",
                                         R"({"credHelpers": {"a": 1}})",
                                         R"({"credsStore": "a b"})"));

TEST(ServerName, IsTheOneDockerUses) {
  EXPECT_EQ("r.example", server_name(kRegistry));
  EXPECT_EQ("https://index.docker.io/v1/", server_name({true, "registry-1.docker.io", 443}));
}

}  // namespace
}  // namespace lambda::registry
