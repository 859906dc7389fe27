// References as people write them, and the errors for malformed ones.
#include "deploy/registry/reference.h"

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

const std::string kDigest = "sha256:" + std::string(64, 'a');

TEST(Repository, HasHostPortAndName) {
  const auto found = parse_repository("Registry.Example:5000/team/my-app__x.y", Scheme::kUsual);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ((RepositoryName{{true, "registry.example", 5000}, "team/my-app__x.y"}), *found);
  EXPECT_EQ("registry.example:5000/team/my-app__x.y", text(*found));
}

TEST(Repository, OfDockersOwnRegistryHasItsTrueName) {
  const auto found = parse_repository("docker.io/alpine", Scheme::kUsual);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ("registry-1.docker.io/library/alpine", text(*found));
}

TEST(Repository, OfDockersOwnRegistryMayHaveAFolder) {
  for (const char* host : {"docker.io", "index.docker.io"}) {
    const auto found = parse_repository(std::string(host) + "/team/a", Scheme::kUsual);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ("registry-1.docker.io/team/a", text(*found));
  }
}

TEST(Repository, HasANameOfAtMost255Bytes) {
  EXPECT_TRUE(is_repository_name(std::string(255, 'a')));
  EXPECT_FALSE(is_repository_name(std::string(256, 'a')));
  EXPECT_TRUE(parse_repository("r.example/" + std::string(255, 'a'), Scheme::kUsual));
}

TEST(Repository, HasANameOfPartsThatSeparatorsJoin) {
  for (const char* name : {"a", "0", "a.b", "a_b", "a__b", "a-b", "a----b", "a/b/c", "a1/2b"}) {
    EXPECT_TRUE(is_repository_name(name)) << name;
  }
  for (const char* name : {"", "a.-b", "a_.b", "a-", ".a", "a._b", "/a", "a/", "a b", "A", "a@b"}) {
    EXPECT_FALSE(is_repository_name(name)) << name;
  }
}

TEST(Tag, IsOfLettersDigitsAndThreeMarks) {
  for (const char* tag : {"a", "A", "_", "0", "v1.2-x_Y", "sha256-0123"}) {
    EXPECT_TRUE(is_tag(tag));
  }
  for (const char* tag : {"", ".a", "-a", "a/b", "a:b", "a b", "a+b"}) {
    EXPECT_FALSE(is_tag(tag));
  }
  EXPECT_TRUE(is_tag(std::string(128, 'a')));
  EXPECT_FALSE(is_tag(std::string(129, 'a')));
}

struct Spoken {
  std::string text;
  Scheme scheme;
  Origin origin;
};

class SchemeOf : public testing::TestWithParam<Spoken> {};

TEST_P(SchemeOf, IsHttpsButForThisMachineOrWhenAsked) {
  const auto found = parse_repository(GetParam().text, GetParam().scheme);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(GetParam().origin, found->origin);
}

INSTANTIATE_TEST_SUITE_P(
    Reference, SchemeOf,
    testing::Values(Spoken{"r.example/a", Scheme::kUsual, {true, "r.example", 443}},
                    Spoken{"r.example/a", Scheme::kHttp, {false, "r.example", 80}},
                    Spoken{"localhost:5000/a", Scheme::kUsual, {false, "localhost", 5000}},
                    Spoken{"127.0.0.1:5000/a", Scheme::kHttps, {true, "127.0.0.1", 5000}},
                    Spoken{"localhost:443/a", Scheme::kUsual, {true, "localhost", 443}},
                    Spoken{"localhost/a", Scheme::kUsual, {false, "localhost", 80}}));

class BadRepository : public testing::TestWithParam<std::string> {};

TEST_P(BadRepository, IsRefusedWithTheFormToWrite) {
  const auto found = parse_repository(GetParam(), Scheme::kUsual);
  ASSERT_FALSE(found) << text(*found);
  EXPECT_EQ("Registry.BadReference", found.error().type);
}

INSTANTIATE_TEST_SUITE_P(Reference, BadRepository,
                         testing::Values("", "a", "a/b", "r.example/", "r.example/A",
                                         "r.example/a//b", "r.example/a/", "r.example/a..b",
                                         "r.example/a___b", "r.example/-a", "r.example/a:tag",
                                         "https://r.example/a", "r.example:99999/a",
                                         "r.example/" + std::string(256, 'a')));

TEST(Image, HasTagOrDigestOrBoth) {
  const auto both = parse_image_reference("r.example:5000/a/b:v1@" + kDigest, Scheme::kUsual);
  ASSERT_TRUE(both) << both.error().message;
  EXPECT_EQ("a/b", both->repository.name);
  EXPECT_EQ("v1", both->tag);
  EXPECT_EQ(kDigest, both->digest);
  const auto tagged = parse_image_reference("r.example/a:v1", Scheme::kUsual);
  ASSERT_TRUE(tagged) << tagged.error().message;
  EXPECT_EQ("v1", tagged->tag);
  EXPECT_FALSE(parse_image_reference("r.example:5000/a", Scheme::kUsual));
  EXPECT_FALSE(parse_image_reference("r.example/a@sha256:12", Scheme::kUsual));
  EXPECT_FALSE(parse_image_reference("r.example/a:-x", Scheme::kUsual));
}

TEST(Host, IsTheFirstPartWithADotOrAColon) {
  EXPECT_TRUE(names_host("r.example/a"));
  EXPECT_TRUE(names_host("localhost/a"));
  EXPECT_TRUE(names_host("host:1/a"));
  EXPECT_FALSE(names_host("team/a"));
  EXPECT_FALSE(names_host("hello"));
}

}  // namespace
}  // namespace lambda::registry
