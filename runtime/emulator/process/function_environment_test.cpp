// Which variable wins, and that each is there once.
#include "runtime/emulator/process/function_environment.h"

#include <map>
#include <string>

#include "gtest/gtest.h"

namespace lambda::emulator {
namespace {

std::map<std::string, std::string> variables(const FunctionConfig& config,
                                             const std::vector<std::string>& inherited) {
  std::map<std::string, std::string> result;
  for (const std::string& entry :
       function_environment(config, inherited, "127.0.0.1:1234", "stream")) {
    const std::size_t equals = entry.find('=');
    EXPECT_TRUE(result.emplace(entry.substr(0, equals), entry.substr(equals + 1)).second) << entry;
  }
  return result;
}

TEST(FunctionEnvironment, SetsWhatLambdaReserves) {
  FunctionConfig config;
  config.name = "hello";
  config.handler = "my.handler";
  config.task_root = "/task";
  config.region = "eu-west-1";
  config.memory_mb = 512;
  const auto result = variables(config, {});
  EXPECT_EQ(result.at("AWS_LAMBDA_RUNTIME_API"), "127.0.0.1:1234");
  EXPECT_EQ(result.at("_HANDLER"), "my.handler");
  EXPECT_EQ(result.at("AWS_LAMBDA_FUNCTION_NAME"), "hello");
  EXPECT_EQ(result.at("AWS_LAMBDA_FUNCTION_VERSION"), "$LATEST");
  EXPECT_EQ(result.at("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), "512");
  EXPECT_EQ(result.at("AWS_LAMBDA_INITIALIZATION_TYPE"), "on-demand");
  EXPECT_EQ(result.at("AWS_LAMBDA_LOG_GROUP_NAME"), "/aws/lambda/hello");
  EXPECT_EQ(result.at("AWS_LAMBDA_LOG_STREAM_NAME"), "stream");
  EXPECT_EQ(result.at("AWS_REGION"), "eu-west-1");
  EXPECT_EQ(result.at("AWS_DEFAULT_REGION"), "eu-west-1");
  EXPECT_EQ(result.at("LAMBDA_TASK_ROOT"), "/task");
  EXPECT_EQ(result.at("TZ"), ":UTC");
  EXPECT_EQ(result.count("_X_AMZN_TRACE_ID"), 0u);
}

TEST(FunctionEnvironment, FindsALayerThatLiesElsewhere) {
  FunctionConfig config;
  config.layer_root = "/l";
  const auto result = variables(config, {"PATH=/bin"});
  EXPECT_EQ(result.at("PATH"), "/bin:/l/bin");
  EXPECT_TRUE(result.at("LD_LIBRARY_PATH").ends_with("/opt/lib:/l/lib"));
}

TEST(FunctionEnvironment, LetsTheUserWinOverTheImageAndTheImageOverTheDefaults) {
  FunctionConfig config;
  config.environment = {{"A", "user"}, {"LANG", "C"}};
  const auto result = variables(config, {"A=image", "B=image", "TZ=Europe/Berlin", "no-equals",
                                         "=empty", "AWS_LAMBDA_MAX_CONCURRENCY=4",
                                         "AWS_LAMBDA_RUNTIME_API=other", "C=a=b"});
  EXPECT_EQ(result.at("A"), "user");
  EXPECT_EQ(result.at("B"), "image");
  EXPECT_EQ(result.at("C"), "a=b");
  EXPECT_EQ(result.at("LANG"), "C");
  EXPECT_EQ(result.at("TZ"), "Europe/Berlin");
  EXPECT_EQ(result.at("AWS_LAMBDA_RUNTIME_API"), "127.0.0.1:1234");
  EXPECT_EQ(result.count("AWS_LAMBDA_MAX_CONCURRENCY"), 0u);
}

TEST(ReservedVariable, IsKnownByName) {
  EXPECT_TRUE(is_reserved_variable("AWS_LAMBDA_RUNTIME_API"));
  EXPECT_TRUE(is_reserved_variable("_HANDLER"));
  EXPECT_FALSE(is_reserved_variable("AWS_LAMBDA_LOG_LEVEL"));
  EXPECT_FALSE(is_reserved_variable("PATH"));
}

}  // namespace
}  // namespace lambda::emulator
