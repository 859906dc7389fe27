// What a layer is called and when its newest version will do.
#include "deploy/lambda/publish_layer.h"

#include <filesystem>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "core/json/json_object.h"
#include "deploy/lambda/aws_script.h"

namespace lambda::deploy {
namespace {

class BuiltLayer : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(write_file(folder_.path() / "layer.zip", "PK").has_value());
    document_.label = "//h:h.publish";
    document_.name = "hello";
    document_.architectures.resize(1);
    document_.architectures[0].architecture = "arm64";
    document_.architectures[0].layer = folder_.path() / "layer.zip";
  }

  std::expected<DesiredLayer, Error> layer() const {
    return built_layer(document_, document_.architectures.front());
  }

  TemporaryFolder folder_;
  images::FunctionDocument document_;
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
  found.runtimes = {"provided.al2"};
  EXPECT_FALSE(is_published(desired, found));
  found.runtimes = desired.runtimes;
  found.sha256 = "other";
  EXPECT_FALSE(is_published(desired, found));
}

// The layer's newest version, with the content `sha256`.
void answer_version(AwsScript& script, const std::string& sha256) {
  script.answer("list-layer-versions",
                R"({"LayerVersions": [{"LayerVersionArn": "arn:old", "Version": 3,
                    "CompatibleRuntimes": ["provided.al2023"],
                    "CompatibleArchitectures": ["arm64"]}]})");
  script.answer("get-layer-version", R"({"Content": {"CodeSha256": ")" + sha256 + "\"}}");
}

TEST_F(BuiltLayer, IsPublishedWhereItChanged) {
  AwsScript script;
  const DesiredLayer desired = *layer();
  answer_version(script, "other=");
  script.answer("publish-layer-version",
                R"({"LayerVersionArn": "arn:new", "Content": {"CodeSha256": ")" +
                    desired.measured.sha256 + "\"}}");
  std::ostringstream log;
  const AwsCommand aws({});
  EXPECT_EQ(publish_layer(aws, desired, Publication::kPlanned, log).value(), "");
  EXPECT_EQ(script.called(), "list-layer-versions\nget-layer-version\n");
  EXPECT_NE(log.str().find("would publish hello (arm64): zip sha256:"), std::string::npos);
  EXPECT_EQ(publish_layer(aws, desired, Publication::kWhereChanged, log).value(), "arn:new");
  EXPECT_EQ(script.input("get-layer-version", 1), R"({"LayerName":"hello","VersionNumber":3})");
  EXPECT_EQ(script.input("publish-layer-version", 1), json_text(*layer_input(desired)));
  const std::string zip = "\n--zip-file\nfileb://" + desired.zip.string() + "\n";
  EXPECT_NE(script.words("publish-layer-version", 1).find(zip), std::string::npos);
}

TEST_F(BuiltLayer, StaysWhereItIsTheSameUnlessForced) {
  AwsScript script;
  const DesiredLayer desired = *layer();
  answer_version(script, desired.measured.sha256);
  script.answer("publish-layer-version", R"({"LayerVersionArn": "arn:new"})");
  std::ostringstream log;
  const AwsCommand aws({});
  EXPECT_EQ(publish_layer(aws, desired, Publication::kWhereChanged, log).value(), "arn:old");
  EXPECT_EQ(script.input("publish-layer-version", 1), "");
  EXPECT_EQ(publish_layer(aws, desired, Publication::kAlways, log).value(), "arn:new");
}

TEST_F(BuiltLayer, IsRefusedWhereLambdaHasOtherContent) {
  AwsScript script;
  script.answer("publish-layer-version",
                R"({"LayerVersionArn": "arn:new", "Content": {"CodeSha256": "other="}})");
  std::ostringstream log;
  const auto published = publish_layer(AwsCommand({}), *layer(), Publication::kWhereChanged, log);
  ASSERT_FALSE(published.has_value());
  EXPECT_EQ(published.error().type, "Deploy.OtherCode");
}

TEST_F(BuiltLayer, HasAtMost50Megabytes) {
  const std::filesystem::path zip = folder_.path() / "layer.zip";
  std::filesystem::resize_file(zip, 50u << 20);
  EXPECT_TRUE(layer().has_value());
  std::filesystem::resize_file(zip, (50u << 20) + 1);
  ASSERT_FALSE(layer().has_value());
  EXPECT_EQ(layer().error().type, "Deploy.Refused");
}

}  // namespace
}  // namespace lambda::deploy
