// What was built is read as far as it fits together, and what it stands on is known by its label.
#include "deploy/function/image.h"

#include <gtest/gtest.h>

#include "core/digest/sha256.h"
#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "deploy/plan/push_plan.h"
#include "images/tools/oci/image_config.h"
#include "images/tools/oci/manifest.h"

namespace lambda::deploy {
namespace {

/// An image in a folder whose only layer is "bytes".
class BuiltImage : public testing::Test {
 protected:
  std::filesystem::path written(const std::string& name, const std::string& text) {
    EXPECT_TRUE(write_file(folder_ / name.c_str(), text));
    return folder_ / name.c_str();
  }

  /// `labels` are the config's.
  images::FunctionArchitecture build(const std::map<std::string, std::string>& labels) {
    const std::string layer = "bytes";
    const auto config = images::derive_config("", 0,
                                              {.architecture = "amd64",
                                               .entrypoint = {"/e"},
                                               .working_folder = "/var/task",
                                               .labels = labels,
                                               .layers = {{sha256_digest(layer), "a test"}}});
    EXPECT_TRUE(config) << config.error().message;
    images::Manifest manifest;
    manifest.layers.push_back(
        {std::string(images::kLayerType), sha256_digest(layer), layer.size()});
    manifest.config = {std::string(images::kConfigType), sha256_digest(*config), config->size()};
    images::FunctionArchitecture built{.architecture = "x86_64"};
    built.manifest = written("manifest", images::manifest_json(manifest));
    built.config = written("config", *config);
    built.layers = {written("layer", layer)};
    return built;
  }

  TemporaryFolder folder_;
};

TEST_F(BuiltImage, OnTheEmptyBaseIsRefusedByItsLabel) {
  const auto image = read_image(build({{"lambda.base", "empty"}, {"team", "one"}}));
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_TRUE(stands_on_empty_base(*image));
  const auto refused = check_base(*image);
  ASSERT_FALSE(refused);
  EXPECT_EQ("Push.EmptyBase", refused.error().type);
  for (const char* part : {"x86_64", "--allow-empty-base", "LAMBDA_BASE_MIRROR"}) {
    EXPECT_TRUE(refused.error().message.contains(part)) << refused.error().message;
  }
}

TEST_F(BuiltImage, OnAnotherBaseIsTaken) {
  const std::vector<std::map<std::string, std::string>> all = {
      {{"lambda.base", "public.ecr.aws/amazonlinux/amazonlinux:2023@sha256:0"}},
      {{"lambda.base", ""}},
      {{"base", "empty"}},
      {}};
  for (const auto& labels : all) {
    const auto image = read_image(build(labels));
    ASSERT_TRUE(image) << image.error().message;
    EXPECT_FALSE(stands_on_empty_base(*image));
    EXPECT_TRUE(check_base(*image));
  }
}

TEST_F(BuiltImage, KeepsWhatWasBuilt) {
  images::FunctionArchitecture built = build({});
  const auto image = read_image(built);
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_EQ("x86_64", image->architecture);
  EXPECT_EQ(sha256_digest(image->manifest_text), image->digest);
  EXPECT_EQ(built.layers, image->layers);
  EXPECT_FALSE(image->base);
}

TEST_F(BuiltImage, ThatDoesNotFitTogetherIsNotBuilt) {
  images::FunctionArchitecture built = build({});
  built.layers.push_back(std::nullopt);
  auto image = read_image(built);
  ASSERT_FALSE(image);
  EXPECT_EQ("Push.NotBuilt", image.error().type);
  EXPECT_TRUE(image.error().message.contains("1 layers in its manifest")) << image.error().message;
  EXPECT_TRUE(image.error().message.contains("names 2")) << image.error().message;

  built.layers = {std::nullopt};  // Without a base to take it from.
  image = read_image(built);
  ASSERT_FALSE(image);
  EXPECT_EQ("Push.NotBuilt", image.error().type);

  built.config.clear();
  image = read_image(built);
  ASSERT_FALSE(image);
  EXPECT_EQ("Push.NotBuilt", image.error().type);
}

struct BaseRow {
  std::string reference;
  std::string name;  // Of the repository.
  bool is_tls;
};

class Base : public BuiltImage, public testing::WithParamInterface<BaseRow> {};

TEST_P(Base, IsWhereAbsentLayersAreTakenFrom) {
  images::FunctionArchitecture built = build({});
  built.layers = {std::nullopt};
  built.base = {GetParam().reference, "sha256:" + std::string(64, 'a')};
  const auto image = read_image(built);
  ASSERT_TRUE(image) << image.error().message;
  ASSERT_TRUE(image->base);
  EXPECT_EQ(GetParam().name, text(*image->base));
  EXPECT_EQ(GetParam().is_tls, image->base->origin.is_tls);
}

INSTANTIATE_TEST_SUITE_P(
    References, Base,
    testing::Values(
        BaseRow{"r.example/al:2023", "r.example/al", true},
        BaseRow{"r.example/al", "r.example/al", true},
        BaseRow{"r.example/al:2023@sha256:" + std::string(64, 'b'), "r.example/al", true},
        BaseRow{"docker.io/library/debian:12", "registry-1.docker.io/library/debian", true},
        BaseRow{"127.0.0.1:5000/al", "127.0.0.1:5000/al", false},
        BaseRow{"https://mirror.example:5000/al:2023", "mirror.example:5000/al", true},
        BaseRow{"https://127.0.0.1:5000/al:2023", "127.0.0.1:5000/al", true},
        BaseRow{"http://127.0.0.1:5000/al:2023", "127.0.0.1:5000/al", false}));

TEST_F(BuiltImage, WhoseBaseIsMalformedIsAnErrorOnlyWhereItIsNeeded) {
  images::FunctionArchitecture built = build({});
  built.base = {"ftp://r.example/al", "sha256:" + std::string(64, 'a')};
  EXPECT_TRUE(read_image(built));
  built.layers = {std::nullopt};
  const auto image = read_image(built);
  ASSERT_FALSE(image);
  EXPECT_EQ("Registry.BadReference", image.error().type);
}

}  // namespace
}  // namespace lambda::deploy
