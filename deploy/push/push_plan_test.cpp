// Tags and what people read of a plan; the questions themselves are asked in tests/deploy/push.
#include "deploy/push/push_plan.h"

#include <gtest/gtest.h>

#include "images/tools/oci/index.h"

namespace lambda::deploy {
namespace {

Image image(const std::string& architecture, char digit) {
  return {.architecture = architecture,
          .digest = "sha256:" + std::string(64, digit),
          .manifest_text = "{}",
          .config_text = "{}",
          .manifest = {},
          .layers = {},
          .base = std::nullopt};
}

TEST(Tags, OfOneImageAreAsTheyWereAsked) {
  const auto tags = planned_tags({image("x86_64", 'a')}, "v1");
  ASSERT_TRUE(tags) << tags.error().message;
  ASSERT_EQ(1u, tags->size());
  EXPECT_EQ("v1", tags->front().tag);
  EXPECT_EQ("sha256:" + std::string(64, 'a'), tags->front().digest);
}

TEST(Tags, OfSeveralImagesHaveTheirArchitectureAndAnIndexLast) {
  const auto tags = planned_tags({image("x86_64", 'a'), image("arm64", 'b')}, "v1");
  ASSERT_TRUE(tags) << tags.error().message;
  ASSERT_EQ(3u, tags->size());
  EXPECT_EQ("v1-amd64", (*tags)[0].tag);
  EXPECT_EQ("v1-arm64", (*tags)[1].tag);
  EXPECT_EQ("v1", (*tags)[2].tag);
  EXPECT_EQ(images::kIndexType, (*tags)[2].media_type);
  const auto entries = images::parse_index((*tags)[2].text, "the index");
  ASSERT_TRUE(entries) << entries.error().message;
  EXPECT_EQ("arm64", (*entries)[1].architecture);
}

TEST(Tags, ThatNoRegistryTakesAreRefused) {
  for (const std::string tag : {"", "-v1", ".v1", "a b", "a/b"}) {
    EXPECT_FALSE(planned_tags({image("x86_64", 'a')}, tag)) << tag;
  }
  const std::string longest(128, 'v');
  EXPECT_TRUE(planned_tags({image("x86_64", 'a')}, longest));
  EXPECT_FALSE(planned_tags({image("x86_64", 'a'), image("arm64", 'b')}, longest));
}

TEST(Tags, OfADigestAreHalfOfIt) {
  Image image{.architecture = "arm64", .digest = "sha256:0123456789abcdef0123456789abcdef"};
  image.digest += std::string(32, 'f');
  image.manifest_text = "{}";
  const PlannedTag tag = digest_tag(image);
  EXPECT_EQ("sha256-0123456789abcdef0123456789abcdef", tag.tag);
  EXPECT_TRUE(registry::is_tag(tag.tag));
  EXPECT_EQ(image.digest, tag.digest);
  EXPECT_EQ("{}", tag.text);
  EXPECT_EQ(images::kManifestType, tag.media_type);
  EXPECT_FALSE(tag.is_there);
}

TEST(Plan, SaysWhatIsSentAndWhatIsCopied) {
  PushPlan plan;
  plan.images.push_back(image("x86_64", 'a'));
  plan.is_manifest_there = {false};
  const registry::RepositoryName base{{true, "base.example", 443}, "al"};
  plan.missing.push_back({{"", "sha256:" + std::string(64, 'b'), 2'000'000}, nullptr, {}, base});
  plan.missing.push_back({{"", "sha256:" + std::string(64, 'c'), 300}, nullptr, "layer", {}});
  plan.blobs_there = 2;
  plan.tags = {{"v1", "", "sha256:" + std::string(64, 'a'), "", true}};
  const std::string text = plan_text(plan, {{true, "r.example", 443}, "hello"});
  EXPECT_EQ("image x86_64: r.example/hello@sha256:" + std::string(64, 'a') +
                " is to be pushed\n2 of its blobs are there already\ncopy  sha256:" +
                std::string(64, 'b') + " 2.0 MB from base.example/al\nsend  sha256:" +
                std::string(64, 'c') + " 300 B\ntag   v1 stands for it already\n",
            text);
}

}  // namespace
}  // namespace lambda::deploy
