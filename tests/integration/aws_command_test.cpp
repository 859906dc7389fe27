// AWS's own client calls the emulator: the real `aws` command, signed requests and all.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/peers/aws/aws_cli.h"
#include "tests/peers/emulator.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

class AwsCommand : public testing::Test {
 protected:
  void SetUp() override {
    EmulatorOptions options;
    options.bootstrap = runfile("HELLO");
    auto emulator = start_emulator(options);
    ASSERT_TRUE(emulator.has_value()) << emulator.error().message;
    emulator_ = *std::move(emulator);
    answer_ = new_folder("answer") / "answer.json";
  }
  Outcome invoke(const std::string& name, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"lambda",
                                      "invoke",
                                      "--cli-binary-format",
                                      "raw-in-base64-out",
                                      "--payload",
                                      R"({"name": "Ada"})",
                                      "--function-name",
                                      name};
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(answer_);
    return AwsCli(AwsVersion::kV2, emulator_->port()).run(words);
  }

  std::unique_ptr<Server> emulator_;
  std::filesystem::path answer_;
};

TEST_F(AwsCommand, InvokesTheFunctionByEachOfItsNames) {
  for (const char* name :
       {"function", "function:7", "arn:aws:lambda:eu-west-1:123456789012:function:function"}) {
    const Outcome outcome = invoke(name);
    EXPECT_EQ(0, outcome.status) << outcome;
    EXPECT_NE(outcome.output.find("\"StatusCode\": 200"), std::string::npos) << outcome;
    EXPECT_EQ(read_file(answer_), R"({"message":"Hello, Ada!"})") << name;
  }
}

TEST_F(AwsCommand, IsToldThatAnotherFunctionIsNotThere) {
  const Outcome outcome = invoke("other");
  EXPECT_NE(0, outcome.status);
  EXPECT_NE(outcome.errors.find("(ResourceNotFoundException) when calling the Invoke operation: "
                                "Function not found: arn:aws:lambda:"),
            std::string::npos)
      << outcome;
}

TEST_F(AwsCommand, GetsTheLogAndAQualifiersVersion) {
  const Outcome outcome = invoke(
      "function", {"--log-type", "Tail", "--qualifier", "3", "--client-context", "eyJhIjoxfQ=="});
  EXPECT_EQ(0, outcome.status) << outcome;
  EXPECT_NE(outcome.output.find("\"ExecutedVersion\": \"3\""), std::string::npos) << outcome;
  EXPECT_NE(outcome.output.find("\"LogResult\": \"U1RBUlQg"), std::string::npos)
      << "begins with START, in base64: " << outcome;
}

TEST_F(AwsCommand, SendsAnEventThatNobodyWaitsFor) {
  const Outcome outcome = invoke("function", {"--invocation-type", "Event"});
  EXPECT_EQ(0, outcome.status) << outcome;
  EXPECT_NE(outcome.output.find("\"StatusCode\": 202"), std::string::npos) << outcome;
}

}  // namespace
}  // namespace lambda::peers
