// Challenges as registries send them, and cut at every length.
#include "deploy/registry/login/challenge.h"

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

constexpr std::string_view kBearer =
    R"(Bearer realm="https://auth.example/token",service="registry.example",)"
    R"(scope="repository:a/b:pull,push",error="invalid_token")";

TEST(Challenge, OfATokenServiceHasRealmServiceAndScope) {
  const auto found = parse_challenges(kBearer);
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(1u, found->size());
  EXPECT_EQ("bearer", found->front().scheme);
  EXPECT_EQ("https://auth.example/token", found->front().parameter("realm"));
  EXPECT_EQ("registry.example", found->front().parameter("service"));
  EXPECT_EQ("repository:a/b:pull,push", found->front().parameter("scope"));
  EXPECT_EQ("", found->front().parameter("absent"));
}

TEST(Challenge, MayBeOneOfSeveral) {
  const auto found =
      parse_challenges(R"(Negotiate, BASIC Realm="a \"b\", c" , Bearer realm = x,service=y)");
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(3u, found->size());
  EXPECT_EQ("negotiate", (*found)[0].scheme);
  EXPECT_EQ("basic", (*found)[1].scheme);
  EXPECT_EQ("a \"b\", c", (*found)[1].parameter("realm"));
  EXPECT_EQ("x", (*found)[2].parameter("realm"));
  EXPECT_EQ("y", (*found)[2].parameter("service"));
}

TEST(Challenge, CutAnywhereIsReadOrRefusedNeverMore) {
  for (std::size_t size = 0; size <= kBearer.size(); ++size) {
    const auto found = parse_challenges(kBearer.substr(0, size));
    if (found) {
      EXPECT_LE(found->size(), 2u);  // A name that lost its '=' looks like a scheme.
    } else {
      EXPECT_EQ("Registry.BadChallenge", found.error().type);
    }
  }
}

TEST(Challenge, HasAsMuchAsItsMaximaAndNoMore) {
  const auto ways = [](std::size_t count) {
    std::string header;
    for (std::size_t i = 0; i < count; ++i) {
      header += "Way" + std::to_string(i) + ", ";
    }
    return parse_challenges(header);
  };
  EXPECT_TRUE(ways(kChallengesMax));
  EXPECT_FALSE(ways(kChallengesMax + 1));
  const auto parameters = [](std::size_t count) {
    std::string header = "Bearer ";
    for (std::size_t i = 0; i < count; ++i) {
      header += "p" + std::to_string(i) + "=x,";
    }
    return parse_challenges(header);
  };
  EXPECT_TRUE(parameters(kChallengeParametersMax));
  EXPECT_FALSE(parameters(kChallengeParametersMax + 1));
  EXPECT_TRUE(parse_challenges("Bearer realm=" + std::string(kChallengeBytesMax - 13, 'a')));
  EXPECT_FALSE(parse_challenges("Bearer realm=" + std::string(kChallengeBytesMax - 12, 'a')));
}

class BadChallenge : public testing::TestWithParam<std::string> {};

TEST_P(BadChallenge, IsRefused) { EXPECT_FALSE(parse_challenges(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Header, BadChallenge,
                         testing::Values("realm=x", "Bearer realm=\"x",
                                         "Bearer realm=", "Bearer realm=\"x\\", "=x", "Bearer (x)",
                                         std::string(9000, 'a')));

}  // namespace
}  // namespace lambda::registry
