// Tags and blobs; the questions to a registry are asked in tests/deploy/push.
#include "deploy/plan/push_plan.h"

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
  const auto tags = wanted_tags({image("x86_64", 'a')}, "v1");
  ASSERT_TRUE(tags) << tags.error().message;
  ASSERT_EQ(1u, tags->size());
  EXPECT_EQ("v1", tags->front().tag);
  EXPECT_EQ("sha256:" + std::string(64, 'a'), tags->front().digest);
}

TEST(Tags, OfSeveralImagesHaveTheirArchitectureAndAnIndexLast) {
  const auto tags = wanted_tags({image("x86_64", 'a'), image("arm64", 'b')}, "v1");
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
    EXPECT_FALSE(wanted_tags({image("x86_64", 'a')}, tag)) << tag;
  }
  const std::string longest(128, 'v');
  EXPECT_TRUE(wanted_tags({image("x86_64", 'a')}, longest));
  EXPECT_FALSE(wanted_tags({image("x86_64", 'a'), image("arm64", 'b')}, longest));
}

TEST(Tags, OfADigestAreHalfOfIt) {
  Image image{.architecture = "arm64", .digest = "sha256:0123456789abcdef0123456789abcdef"};
  image.digest += std::string(32, 'f');
  image.manifest_text = "{}";
  const WantedTag tag = digest_tag(image);
  EXPECT_EQ("sha256-0123456789abcdef0123456789abcdef", tag.tag);
  EXPECT_TRUE(registry::is_tag(tag.tag));
  EXPECT_EQ(image.digest, tag.digest);
  EXPECT_EQ("{}", tag.text);
  EXPECT_EQ(images::kManifestType, tag.media_type);
}

DesiredPush push_of(std::vector<Image> images) {
  auto push = desired_push(std::move(images), {"v1"});
  EXPECT_TRUE(push) << push.error().message;
  return std::move(push.value());
}

Image image_with_layers(const std::string& architecture, char digit,
                        const std::vector<std::uint64_t>& sizes) {
  Image built = image(architecture, digit);
  built.manifest.config = {"", "sha256:config-" + architecture, 10};
  for (const std::uint64_t size : sizes) {
    built.manifest.layers.push_back({"", "sha256:" + std::to_string(size), size});
    built.layers.emplace_back("layer");
  }
  return built;
}

TEST(PushPlan, SendsTheLargestBlobFirst) {
  DesiredPush push = push_of({image_with_layers("x86_64", 'a', {300, 500, 400})});
  ASSERT_EQ(4u, push.blobs.size()) << "three layers and the config";
  const std::vector<Presence> unknown(4, Presence::kAbsent);
  const PushPlan plan =
      plan_push(std::move(push),
                {.manifests = {Presence::kAbsent}, .blobs = unknown, .tags = {Presence::kAbsent}});
  ASSERT_EQ(4u, plan.missing.size());
  EXPECT_EQ(500u, plan.missing[0].blob.size);
  EXPECT_EQ(400u, plan.missing[1].blob.size);
  EXPECT_EQ(300u, plan.missing[2].blob.size);
  EXPECT_EQ(&plan.push.images[0].config_text, plan.missing[3].text);
}

TEST(PushPlan, SendsNoBlobOfAManifestThatIsThere) {
  DesiredPush push = push_of({image_with_layers("x86_64", 'a', {300})});
  const PushPlan plan =
      plan_push(std::move(push), {.manifests = {Presence::kThere},
                                  .blobs = {Presence::kUnknown, Presence::kUnknown},
                                  .tags = {Presence::kThere}});
  EXPECT_TRUE(plan.missing.empty());
  EXPECT_EQ(0u, plan.blobs_there);
}

TEST(PushPlan, CountsTheBlobsThatAreThere) {
  DesiredPush push = push_of({image_with_layers("x86_64", 'a', {300})});
  const PushPlan plan = plan_push(std::move(push), {.manifests = {Presence::kAbsent},
                                                    .blobs = {Presence::kThere, Presence::kAbsent},
                                                    .tags = {Presence::kAbsent}});
  EXPECT_EQ(1u, plan.blobs_there);
  ASSERT_EQ(1u, plan.missing.size());
  EXPECT_EQ("sha256:config-x86_64", plan.missing[0].blob.digest);
}

TEST(PushPlan, NamesASharedLayerOnceForItsFirstImage) {
  const DesiredPush push =
      push_of({image_with_layers("x86_64", 'a', {300}), image_with_layers("arm64", 'b', {300})});
  ASSERT_EQ(3u, push.blobs.size()) << "one layer and two configs";
  EXPECT_EQ(0u, push.blobs[0].image);
  EXPECT_EQ(1u, push.blobs[2].image);
}

}  // namespace
}  // namespace lambda::deploy
