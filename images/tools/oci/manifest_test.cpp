// Manifests of both families are read, ours survive the round, and what cannot be carried over is
// refused by name.
#include "images/tools/oci/manifest.h"

#include <string>

#include <gtest/gtest.h>

#include "core/digest/sha256.h"

namespace lambda::images {
namespace {

std::string descriptor(const std::string& type) {
  return R"({"mediaType":")" + type + R"(","digest":")" + sha256_digest(type) + R"(","size":7})";
}

std::string manifest(const std::string& head, const std::string& config,
                     const std::string& layers) {
  return "{" + head + R"("schemaVersion":2,"config":)" + config + R"(,"layers":[)" + layers + "]}";
}

const std::string kOciConfig = descriptor("application/vnd.oci.image.config.v1+json");
const std::string kDockerConfig = descriptor("application/vnd.docker.container.image.v1+json");
const std::string kDockerLayer = descriptor("application/vnd.docker.image.rootfs.diff.tar.gzip");

const std::string kForeignLayer =
    descriptor("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");

// Registries take these, Lambda does not.
const std::string kPlainLayer = descriptor("application/vnd.oci.image.layer.v1.tar");
const std::string kDockerPlainLayer = descriptor("application/vnd.docker.image.rootfs.diff.tar");
const std::string kZstdLayer = descriptor("application/vnd.oci.image.layer.v1.tar+zstd");
const std::string kDockerZstdLayer =
    descriptor("application/vnd.docker.image.rootfs.diff.tar.zstd");

TEST(Manifest, SurvivesWritingAndReading) {
  Manifest written;
  written.config = {std::string(kConfigType), sha256_digest("c"), 1};
  written.layers = {{std::string(kLayerType), sha256_digest("l"), 2}};
  written.annotations = {{"org.opencontainers.image.base.name", "base"}};
  const std::string text = manifest_json(written);
  const auto read = parse_manifest(text, "ours");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(manifest_json(*read), text);
  EXPECT_EQ(read->annotations, written.annotations);
}

TEST(Manifest, GivesDockersTypesTheirOciNames) {
  const auto read = parse_manifest(
      manifest(R"("mediaType":"application/vnd.docker.distribution.manifest.v2+json",)",
               kDockerConfig, kDockerLayer),
      "docker");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->config.media_type, kConfigType);
  ASSERT_EQ(read->layers.size(), 1u);
  EXPECT_EQ(read->layers[0].media_type, kLayerType);
}

TEST(Manifest, ReadsOneWithoutAMediaType) {
  const auto read = parse_manifest(manifest("", kOciConfig, ""), "umoci's");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_TRUE(read->layers.empty());
}

struct RefusedCase {
  std::string text;
  std::string word;
};

class RefusedManifest : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedManifest, SaysWhy) {
  const auto read = parse_manifest(GetParam().text, "the base");
  ASSERT_FALSE(read.has_value());
  EXPECT_NE(read.error().message.find("the base"), std::string::npos);
  EXPECT_NE(read.error().message.find(GetParam().word), std::string::npos) << read.error().message;
}

std::string many_layers(std::size_t count) {
  std::string layers = kDockerLayer;
  for (std::size_t i = 1; i < count; ++i) {
    layers += "," + kDockerLayer;
  }
  return layers;
}

TEST(Manifest, StacksAsManyLayersAsDockerDoes) {
  const auto read = parse_manifest(manifest("", kOciConfig, many_layers(127)), "a tall one");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->layers.size(), 127u);
  EXPECT_EQ(read->layers.back().size, 7u);
}

INSTANTIATE_TEST_SUITE_P(
    Manifest, RefusedManifest,
    testing::Values(RefusedCase{R"({"schemaVersion":2,"manifests":[]})", "index"},
                    RefusedCase{R"({"schemaVersion":1})", "schemaVersion"},
                    RefusedCase{manifest(R"("mediaType":"text/plain",)", kOciConfig, ""),
                                "text/plain"},
                    RefusedCase{R"({"schemaVersion":2,"layers":[]})", "config"},
                    RefusedCase{R"({"schemaVersion":2,"config":)" + kOciConfig + "}", "layers"},
                    RefusedCase{manifest("", kOciConfig, "1"), "layer 0"},
                    RefusedCase{manifest("", kOciConfig, kDockerLayer + ",{}"), "layer 1"},
                    RefusedCase{manifest("", kOciConfig, many_layers(128)), "128 layers"},
                    RefusedCase{manifest("", descriptor("application/x"), ""), "application/x"},
                    RefusedCase{manifest("", kOciConfig, kForeignLayer), "foreign"},
                    RefusedCase{manifest("", kOciConfig, kDockerLayer + "," + kPlainLayer),
                                "layer 1: its mediaType"},
                    RefusedCase{manifest("", kOciConfig, kPlainLayer), "not compressed by gzip"},
                    RefusedCase{manifest("", kOciConfig, kDockerPlainLayer), "skopeo copy"},
                    RefusedCase{manifest("", kOciConfig, kZstdLayer), "skopeo copy"},
                    RefusedCase{manifest("", kOciConfig, kDockerZstdLayer), "Lambda takes"}));

}  // namespace
}  // namespace lambda::images
