// What a layer is called and when its newest version will do. Source: publish_layer.h.
#include "deploy/lambda/publish_layer.h"

#include <string>

#include "gtest/gtest.h"
#include "images/tools/files/file_bytes.h"
#include "images/tools/files/temporary_folder.h"

namespace lambda::deploy {
namespace {

class BuiltLayer : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(images::write_file(folder_.path() / "layer.zip", "PK").has_value());
    document_.label = "//h:h.publish";
    document_.name = "hello";
    document_.architectures.resize(1);
    document_.architectures[0].architecture = "arm64";
    document_.architectures[0].layer = folder_.path() / "layer.zip";
  }

  std::expected<DesiredLayer, Error> layer() const {
    return built_layer(document_, document_.architectures.front());
  }

  images::TemporaryFolder folder_;
  FunctionDocument document_;
};

TEST_F(BuiltLayer, HasTheNameThatTheDocumentSays) {
  document_.architectures[0].layer_name = "runtime-arm64";
  ASSERT_TRUE(layer().has_value()) << layer().error().message;
  EXPECT_EQ(layer()->name, "runtime-arm64");
  EXPECT_EQ(layer()->architecture, "arm64");
  EXPECT_EQ(layer()->measured.bytes, 2u);
}

TEST_F(BuiltLayer, IsElseNamedAsTheFunction) {
  EXPECT_EQ(layer()->name, "hello");
  document_.architectures.push_back({.architecture = "x86_64"});
  EXPECT_EQ(layer()->name, "hello-arm64");
}

TEST_F(BuiltLayer, IsMissedByTheNameOfTheTargetThatHasIt) {
  document_.architectures[0].layer.clear();
  ASSERT_FALSE(layer().has_value());
  EXPECT_NE(layer().error().message.find("NAME.publish"), std::string::npos);
}

TEST_F(BuiltLayer, IsPublishedOnceForEqualContent) {
  const DesiredLayer desired = *layer();
  FoundLayer found{.version_arn = "arn:layer:hello:1",
                   .sha256 = desired.measured.sha256,
                   .runtimes = desired.runtimes,
                   .architectures = {"arm64"}};
  EXPECT_TRUE(is_published(desired, found));
  found.architectures = {"x86_64"};
  EXPECT_FALSE(is_published(desired, found));
  found.architectures = {"arm64"};
  found.sha256 = "other";
  EXPECT_FALSE(is_published(desired, found));
}

}  // namespace
}  // namespace lambda::deploy
