// Calls reach a real child process: words, input, settings; and its end becomes an object or an
// error without secrets.
#include "deploy/aws/aws_command.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "core/files/temporary_folder.h"
#include "core/json/json_object.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Object;

// Puts a folder in front of PATH that has `aws` alone, or nothing.
class AwsCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = std::getenv("PATH");
    const std::filesystem::path runfiles = std::getenv("TEST_SRCDIR");
    std::filesystem::create_symlink(runfiles / std::getenv("ECHO_AWS"), folder_ / "aws");
    ::setenv("PATH", folder_.path().c_str(), 1);
  }
  void TearDown() override { ::setenv("PATH", path_.c_str(), 1); }

  const TemporaryFolder folder_;
  std::string path_;
};

Object variables(const std::string& value) {
  Object::Ptr values = new Object;
  values->set("TOKEN", value);
  Object::Ptr environment = new Object;
  environment->set("Variables", values);
  Object input;
  input.set("Environment", environment);
  return input;
}

TEST_F(AwsCommandTest, SendsTheInputAsideAndTheSettingsAsWords) {
  const AwsCommand aws({.region = "eu-west-1", .profile = "p", .endpoint_url = "http://e"});
  const auto answer = aws.call("lambda", "create-function", variables("s3cret"), {"--more"});
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  const std::string words = *string_member(**answer, "words");
  EXPECT_EQ(words,
            "lambda create-function --cli-input-json file:///dev/stdin --output json --more "
            "--region eu-west-1 --profile p --endpoint-url http://e");
  EXPECT_EQ(json_text(*(*answer)->getObject("input")),
            R"({"Environment":{"Variables":{"TOKEN":"s3cret"}}})");
}

TEST_F(AwsCommandTest, GivesTextAndTheAnswerFile) {
  const AwsCommand aws({});
  EXPECT_EQ(aws.text({"text", "words"}).value_or(""), "text words --output text");
  const auto end = aws.run({"lambda", "invoke"}, "{}");
  ASSERT_TRUE(end.has_value()) << end.error().message;
  EXPECT_EQ(end->answer, "answer");
}

TEST_F(AwsCommandTest, TakesSilenceForNothingAndRefusesHalfAnAnswer) {
  const AwsCommand aws({});
  const auto silent = aws.call("silent", "x", Object());
  ASSERT_TRUE(silent.has_value()) << silent.error().message;
  EXPECT_EQ((*silent)->size(), 0u);
  const auto broken = aws.call("broken", "x", Object());
  ASSERT_FALSE(broken.has_value());
  EXPECT_EQ(broken.error().type, "Json.Malformed");
}

TEST_F(AwsCommandTest, WaitsForNobodyAndReadsUtf8) {
  const AwsCommand aws({});
  const std::string quiet =
      "AWS_PAGER=\nAWS_CLI_AUTO_PROMPT=off\nAWS_CLI_FILE_ENCODING=UTF-8\n"
      "PYTHONIOENCODING=utf-8\nAWS_MAX_ATTEMPTS=";
  EXPECT_EQ(aws.text({"variables"}).value_or(""), quiet + "(unset)");
  const auto once = aws.run({"variables"}, "", {.is_tried_once = true});
  ASSERT_TRUE(once.has_value()) << once.error().message;
  EXPECT_EQ(once->output, quiet + "1\n");
}

TEST_F(AwsCommandTest, BlotsTheEnvironmentOutOfErrors) {
  const auto refused = AwsCommand({}).call("refuse", "x", variables("s3cret"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().type, "Aws.ValidationException");
  EXPECT_EQ(refused.error().message.find("s3cret"), std::string::npos) << refused.error().message;
  EXPECT_NE(refused.error().message.find("***"), std::string::npos) << refused.error().message;
}

// Wherever an error is cut or folded, nothing of a value is left.
TEST_F(AwsCommandTest, BlotsBeforeItFoldsAndCuts) {
  for (const std::string& secret :
       {std::string("first line\nsecond line"), std::string("a  b\t\tc"),
        "begin" + std::string(8000, 'x') + "end", std::string("with \"quotes\" and \\")}) {
    const auto refused = AwsCommand({}).call("refuse", "x", variables(secret));
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().message.find("***"), std::string::npos) << refused.error().message;
    for (const char* part : {"first", "second", "a b", "xxxx", "begin", "quotes"}) {
      EXPECT_EQ(refused.error().message.find(part), std::string::npos) << refused.error().message;
    }
  }
}

TEST_F(AwsCommandTest, BlotsTheLongerOfTwoValuesWhole) {
  Object input = variables("abcdefgh");
  input.getObject("Environment")->getObject("Variables")->set("SHORT", "abcd");
  const auto refused = AwsCommand({}).call("refuse", "x", input);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().message.find("efgh"), std::string::npos) << refused.error().message;
}

TEST_F(AwsCommandTest, SaysHowToInstallWhatIsMissing) {
  std::filesystem::remove(folder_ / "aws");
  const auto missing = AwsCommand({}).text({"sts", "get-caller-identity"});
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().type, "Aws.NotInstalled");
  EXPECT_NE(missing.error().message.find("apt-get install awscli"), std::string::npos);
}

}  // namespace
}  // namespace lambda::deploy
