// The verb publishes the layers that were built, by the names and for what the words say.
#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "core/json/json_object.h"
#include "deploy/lambda/aws_script.h"
#include "deploy/lambda/verbs.h"

namespace lambda::deploy {
namespace {

struct Ran {
  std::expected<void, Error> result;
  std::string output;
  std::string errors;
};

class PublishVerb : public testing::Test {
 protected:
  // A target with a layer for each of these processors.
  void build(const std::vector<std::string>& architectures) {
    std::string members;
    for (const std::string& one : architectures) {
      ASSERT_TRUE(write_file(folder_ / (one + ".zip").c_str(), one).has_value());
      members += std::string(members.empty() ? "" : ",") + R"({"architecture": ")" + one +
                 R"(", "layer": ")" + one + R"(.zip"})";
    }
    ASSERT_TRUE(write_file(folder_ / "document",
                           R"({"verb": "publish", "label": "//h:h.publish", "name": "h",
                                       "architectures": [)" +
                               members + "]}")
                    .has_value());
    script_.answer("publish-layer-version", R"({"LayerVersionArn": "arn:1"})");
    script_.answer("publish-layer-version", R"({"LayerVersionArn": "arn:2"})");
  }

  Ran run(std::vector<std::string> words) {
    words.push_back("--function=" + (folder_ / "document").string());
    const Verb verb = publish_verb(std::nullopt);
    const auto arguments = parse_arguments(verb, words);
    if (!arguments) {
      return {std::unexpected(arguments.error()), "", ""};
    }
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const auto result = verb.run(*arguments);
    return {result, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
  }

  std::string member(int number, const std::string& name) const {
    const auto input =
        parse_json_object(script_.input("publish-layer-version", number), "the input");
    return input ? (*input)->getValue<std::string>(name) : "";
  }

  TemporaryFolder folder_;
  AwsScript script_;
};

TEST_F(PublishVerb, PrintsAnArnForEachArchitecture) {
  build({"x86_64", "arm64"});
  const Ran ran = run({});
  ASSERT_TRUE(ran.result.has_value()) << ran.result.error().message;
  EXPECT_EQ(ran.output, "arn:1\narn:2\n");
  EXPECT_EQ(member(1, "LayerName"), "h-x86_64");
  EXPECT_EQ(member(2, "LayerName"), "h-arm64");
  EXPECT_EQ(member(1, "Description"), "//h:h.publish");
}

TEST_F(PublishVerb, KeepsNamesThatWereSaidApart) {
  build({"x86_64", "arm64"});
  ASSERT_TRUE(run({"--layer-name=own"}).result.has_value());
  EXPECT_EQ(member(1, "LayerName"), "own-x86_64");
  EXPECT_EQ(member(2, "LayerName"), "own-arm64");
}

TEST_F(PublishVerb, TakesANameAsItIsWhereThereIsOneArchitecture) {
  build({"arm64"});
  ASSERT_TRUE(run({"--layer-name=own"}).result.has_value());
  EXPECT_EQ(member(1, "LayerName"), "own");
}

TEST_F(PublishVerb, PublishesOneAloneForWhatIsSaid) {
  build({"x86_64", "arm64"});
  const Ran ran = run({"--architecture=arm64", "--runtime=provided.al2029",
                       "--runtime=provided.al2023", "--license=MIT"});
  ASSERT_TRUE(ran.result.has_value()) << ran.result.error().message;
  EXPECT_EQ(ran.output, "arn:1\n");
  EXPECT_EQ(script_.input("publish-layer-version", 1),
            R"({"CompatibleArchitectures":["arm64"],)"
            R"("CompatibleRuntimes":["provided.al2023","provided.al2029"],)"
            R"("Description":"//h:h.publish","LayerName":"h-arm64","LicenseInfo":"MIT"})");
  EXPECT_EQ(script_.input("publish-layer-version", 2), "");
}

TEST_F(PublishVerb, RefusesAnArchitectureThatWasNotBuilt) {
  build({"x86_64"});
  const Ran ran = run({"--architecture=arm64"});
  ASSERT_FALSE(ran.result.has_value());
  EXPECT_EQ(ran.result.error().type, "Deploy.Architecture");
  EXPECT_EQ(script_.called(), "");
}

TEST_F(PublishVerb, PlansWithoutPublishing) {
  build({"x86_64"});
  const Ran ran = run({"--plan"});
  ASSERT_TRUE(ran.result.has_value()) << ran.result.error().message;
  EXPECT_EQ(ran.output, "");
  EXPECT_NE(ran.errors.find("would publish h (x86_64)"), std::string::npos) << ran.errors;
  EXPECT_NE(ran.errors.find("Nothing was done"), std::string::npos) << ran.errors;
  EXPECT_EQ(script_.called(), "list-layer-versions\n");
}

}  // namespace
}  // namespace lambda::deploy
