// The answer goes to standard output alone, the log aside; a function error fails.
#include <gtest/gtest.h>

#include "deploy/lambda/aws_script.h"
#include "deploy/lambda/verbs.h"

namespace lambda::deploy {
namespace {

struct Ran {
  std::expected<void, Error> result;
  std::string output;
  std::string errors;
};

Ran run(const std::vector<std::string>& words) {
  const Verb verb = invoke_verb(std::nullopt);
  const auto arguments = parse_arguments(verb, words);
  if (!arguments) {
    return {std::unexpected(arguments.error()), "", ""};
  }
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const auto result = verb.run(*arguments);
  return {result, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

TEST(InvokeVerb, PrintsTheAnswerAloneAndTheLogAside) {
  AwsScript script;
  script.answer("invoke", R"({"StatusCode": 200, "LogResult": "U1RBUlQK"})");
  script.answer_file("{\"a\": 1}");
  const Ran ran = run({"--name=f", "{\"b\": 2}"});
  ASSERT_TRUE(ran.result.has_value()) << ran.result.error().message;
  EXPECT_EQ(ran.output, "{\"a\": 1}\n");
  EXPECT_EQ(ran.errors, "START\n");
  EXPECT_EQ(script.input("invoke", 1), "{\"b\": 2}");
}

TEST(InvokeVerb, FailsWithTheFunctionsError) {
  AwsScript script;
  script.answer("invoke", R"({"StatusCode": 200, "FunctionError": "Unhandled"})");
  script.answer_file(R"({"errorType": "OutOfStock", "errorMessage": "no more"})");
  const Ran ran = run({"--name=f"});
  ASSERT_FALSE(ran.result.has_value());
  EXPECT_EQ(ran.result.error().type, "Invoke.FunctionError");
  EXPECT_NE(ran.result.error().message.find("OutOfStock: no more"), std::string::npos);
  EXPECT_NE(ran.output.find("errorType"), std::string::npos);
  EXPECT_EQ(script.input("invoke", 1), "{}");
}

TEST(InvokeVerb, FailsAsAwsDoesAndAsksOnce) {
  AwsScript script;
  script.answer("invoke", "!TooManyRequestsException Rate Exceeded.");
  const Ran ran = run({"--name=f"});
  ASSERT_FALSE(ran.result.has_value());
  EXPECT_EQ(ran.result.error().type, "Aws.TooManyRequestsException");
  EXPECT_EQ(ran.output, "");
  EXPECT_EQ(script.called(), "invoke\n");
}

TEST(InvokeVerb, AsksForTheLogAndTriesOnce) {
  AwsScript script;
  script.answer("invoke", R"({"StatusCode": 200})");
  ASSERT_TRUE(run({"--name=f", "--region=eu-west-1"}).result.has_value());
  const std::string words = script.words("invoke", 1);
  for (const char* line :
       {"\n--function-name\nf\n", "\n--log-type\nTail\n", "\n--payload\nfileb:///dev/stdin\n",
        "\n--cli-read-timeout\n0\n", "\n--region\neu-west-1\n", "\nAWS_MAX_ATTEMPTS=1\n"}) {
    EXPECT_NE(words.find(line), std::string::npos) << line << " in" << words;
  }
  EXPECT_EQ(words.find("--qualifier"), std::string::npos) << words;
  EXPECT_EQ(words.find("--invocation-type"), std::string::npos) << words;
}

TEST(InvokeVerb, CallsAVersionWithoutItsLog) {
  AwsScript script;
  script.answer("invoke", R"({"StatusCode": 200})");
  ASSERT_TRUE(run({"--name=f", "--no-log", "--qualifier=live"}).result.has_value());
  const std::string words = script.words("invoke", 1);
  EXPECT_NE(words.find("\n--qualifier\nlive\n"), std::string::npos) << words;
  EXPECT_EQ(words.find("--log-type"), std::string::npos) << words;
}

TEST(InvokeVerb, HandsAnEventOver) {
  AwsScript script;
  script.answer("invoke", R"({"StatusCode": 202})");
  const Ran ran = run({"--name=f", "--async", "{}"});
  ASSERT_TRUE(ran.result.has_value()) << ran.result.error().message;
  const std::string words = script.words("invoke", 1);
  EXPECT_NE(words.find("\n--invocation-type\nEvent\n"), std::string::npos) << words;
  EXPECT_EQ(words.find("--log-type"), std::string::npos) << words;
  EXPECT_EQ(ran.output, "");
  EXPECT_NE(ran.errors.find("will run it"), std::string::npos) << ran.errors;
  EXPECT_EQ(run({"--name=f", "--async", std::string(1'048'577, 'x')}).result.error().type,
            "Invoke.TooLarge");
}

TEST(InvokeVerb, ShowsAnErrorThatIsNoJsonAndALogThatIsNoBase64) {
  AwsScript script;
  script.answer("invoke", R"({"FunctionError": "Unhandled", "LogResult": "***"})");
  script.answer_file("it broke");
  const Ran ran = run({"--name=f"});
  ASSERT_FALSE(ran.result.has_value());
  EXPECT_EQ(ran.result.error().message, "function error (Unhandled): it broke");
  EXPECT_EQ(ran.output, "it broke\n");
}

TEST(InvokeVerb, SendsNothingThatIsTooLong) {
  AwsScript script;
  EXPECT_FALSE(run({"--name=f", std::string(7 << 20, 'x')}).result.has_value());
  EXPECT_EQ(script.called(), "");
}

}  // namespace
}  // namespace lambda::deploy
