// The command line of a push: what it means, and what is said of what means nothing.
#include "deploy/push/push_verb.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace lambda::deploy {
namespace {

std::expected<PushOptions, Error> read(const std::vector<std::string>& words) {
  const auto arguments = parse_arguments(push_verb(std::nullopt), words);
  if (!arguments) {
    return std::unexpected(arguments.error());
  }
  return push_options(*arguments);
}

TEST(PushVerb, TakesItsOptions) {
  const auto options = read({"--repository=r.example/a", "--tag=v1", "--tag=v2",
                             "--mount-from=team/base", "--create-repository", "--allow-empty-base",
                             "--ca-file=ca.pem", "--chunk-mib=8", "--region=eu-west-1"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ("r.example/a", options->repository);
  EXPECT_EQ((std::vector<std::string>{"v1", "v2"}), options->tags);
  EXPECT_EQ((std::vector<std::string>{"team/base"}), options->mount_from);
  EXPECT_TRUE(options->creates_repository);
  EXPECT_TRUE(options->allows_empty_base);
  EXPECT_EQ(registry::Scheme::kHttps, options->scheme);
  EXPECT_EQ(8u << 20, options->chunk_bytes);
  EXPECT_EQ("eu-west-1", options->aws.region);
}

TEST(PushVerb, DoesNothingUnasked) {
  const auto options = read({"--repository=a"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_TRUE(options->tags.empty());
  EXPECT_FALSE(options->creates_repository);
  EXPECT_FALSE(options->allows_empty_base);
  EXPECT_EQ(registry::Scheme::kUsual, options->scheme);
  EXPECT_EQ(0u, options->chunk_bytes);
}

TEST(PushVerb, GoesThroughTheProxyOfTheEnvironmentUnlessAnotherIsSaid) {
  const registry::Origin origin{true, "r.example", 443};
  const auto proxy_of = [&](const std::vector<std::string>& words) -> std::string {
    const auto options = read(words);
    EXPECT_TRUE(options) << options.error().message;
    const auto proxy = options.value_or(PushOptions{}).proxies.proxy_for(origin);
    EXPECT_TRUE(proxy);
    return proxy && *proxy ? authority((*proxy)->origin) + " by " + (*proxy)->source : "none";
  };
  setenv("HTTPS_PROXY", "http://a:1", 1);
  EXPECT_EQ("a:1 by HTTPS_PROXY", proxy_of({"--repository=a"}));
  EXPECT_EQ("b:2 by --proxy", proxy_of({"--repository=a", "--proxy=http://b:2"}));
  EXPECT_EQ("none", proxy_of({"--repository=a", "--proxy=none"}));
  unsetenv("HTTPS_PROXY");
  const auto login = read({"--repository=a", "--proxy=http://ada:hush@b:2"});
  ASSERT_FALSE(login);
  EXPECT_FALSE(login.error().message.contains("hush")) << login.error().message;
}

TEST(PushVerb, TakesTheLargestChunk) {
  const auto options = read({"--repository=a", "--chunk-mib=10240"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(10ull << 30, options->chunk_bytes);
}

TEST(PushVerb, SpeaksPlainlyWhereThatIsSaid) {
  const auto options = read({"--repository=a", "--plain-http"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(registry::Scheme::kHttp, options->scheme);
}

class BadWords : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(BadWords, AreAUsageError) {
  const auto options = read(GetParam());
  ASSERT_FALSE(options);
  EXPECT_EQ("Usage", options.error().type);
}

INSTANTIATE_TEST_SUITE_P(
    PushVerb, BadWords,
    testing::Values(std::vector<std::string>{}, std::vector<std::string>{"--repository="},
                    std::vector<std::string>{"--repository=a", "--mount-from=HOST/x:y"},
                    std::vector<std::string>{"--repository=a", "--chunk-mib=0"},
                    std::vector<std::string>{"--repository=a", "--chunk-mib=big"},
                    std::vector<std::string>{"--repository=a", "--chunk-mib=10241"},
                    std::vector<std::string>{"--repository=a", "--proxy=http://u:p@h:1"},
                    std::vector<std::string>{"--repository=a", "--plain-http", "--ca-file=x"},
                    std::vector<std::string>{"--repository=a", "operand"}));

}  // namespace
}  // namespace lambda::deploy
