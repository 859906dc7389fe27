// Which variable wins, and that each is there once.
#include "emulator/process/function_environment.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

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

TEST(FunctionEnvironment, IsThatOfAZipWhateverTheCallersIs) {
  const auto result = variables(
      {}, {"HOME=/root", "PATH=/mine", "TZ=Europe/Berlin", "LANG=C", "LD_LIBRARY_PATH=/mine",
           "AWS_SECRET_ACCESS_KEY=secret", "GITHUB_TOKEN=secret", "AWS_EXECUTION_ENV=other"});
  const std::map<std::string, std::string> expected = {
      {"AWS_ACCOUNT_ID", "012345678912"},
      {"AWS_DEFAULT_REGION", "us-east-1"},
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"},
      {"AWS_LAMBDA_FUNCTION_NAME", "function"},
      {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
      {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
      {"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/function"},
      {"AWS_LAMBDA_LOG_STREAM_NAME", "stream"},
      {"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1234"},
      {"AWS_REGION", "us-east-1"},
      {"AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"},
      {"AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000"},
      {"LAMBDA_RUNTIME_DIR", "/var/runtime"},
      {"LAMBDA_TASK_ROOT", ""},
      {"LANG", "en_US.UTF-8"},
      {"LD_LIBRARY_PATH",
       "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:"
       "/opt/lib"},
      {"PATH", "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin"},
      {"TZ", ":UTC"},
      {"_HANDLER", ""},
  };
  EXPECT_EQ(result, expected);
}

TEST(FunctionEnvironment, IsTheImagesWhereThereIsAnImage) {
  FunctionConfig config;
  config.is_image = true;
  config.environment = {{"MINE", "user"}};
  const auto result =
      variables(config, {"MINE=image", "OTHER=image", "PATH=/image", "no-equals", "=empty",
                         "VALUE=a=b", "AWS_LAMBDA_MAX_CONCURRENCY=4", "AWS_LAMBDA_METADATA_API=x",
                         "AWS_LAMBDA_METADATA_TOKEN=x", "_X_AMZN_TRACE_ID=old", "_=/bin/sh",
                         "_HANDLER=old", "_LAMBDA_TELEMETRY_LOG_FD=3",
                         "AWS_LAMBDA_RUNTIME_API=other", "AWS_ACCESS_KEY_ID=key"});
  const std::map<std::string, std::string> expected = {
      {"AWS_ACCESS_KEY_ID", "key"},
      {"AWS_ACCOUNT_ID", "012345678912"},
      {"AWS_DEFAULT_REGION", "us-east-1"},
      {"AWS_EXECUTION_ENV", "AWS_Lambda_Image"},
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"},
      {"AWS_LAMBDA_FUNCTION_NAME", "function"},
      {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
      {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
      {"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/function"},
      {"AWS_LAMBDA_LOG_STREAM_NAME", "stream"},
      {"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1234"},
      {"AWS_REGION", "us-east-1"},
      {"AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"},
      {"AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000"},
      {"LAMBDA_RUNTIME_DIR", "/var/runtime"},
      {"LAMBDA_TASK_ROOT", ""},
      {"MINE", "user"},
      {"OTHER", "image"},
      {"PATH", "/image"},
      {"VALUE", "a=b"},
  };
  EXPECT_EQ(result, expected);
  config.handler = "app.main";
  EXPECT_EQ(variables(config, {}).at("_HANDLER"), "app.main");
}

TEST(FunctionEnvironment, FindsALayerThatLiesElsewhere) {
  FunctionConfig config;
  config.layer_root = "/l";
  const auto result = variables(config, {});
  EXPECT_TRUE(result.at("PATH").ends_with(":/opt/bin:/l/bin"));
  EXPECT_TRUE(result.at("LD_LIBRARY_PATH").ends_with(":/opt/lib:/l/lib"));
}

TEST(FunctionEnvironment, LetsTheUserWinOverTheDefaultsAndLambdaOverTheUser) {
  FunctionConfig config;
  config.environment = {
      {"LANG", "C"}, {"PATH", "/mine"}, {"AWS_REGION", "mine"}, {"AWS_ACCOUNT_ID", "210987654321"}};
  config.credentials = {{"AWS_ACCESS_KEY_ID", "key"}};
  const auto result = variables(config, {});
  EXPECT_EQ(result.at("LANG"), "C");
  EXPECT_EQ(result.at("PATH"), "/mine");
  EXPECT_EQ(result.at("AWS_ACCOUNT_ID"), "210987654321");
  EXPECT_EQ(result.at("AWS_REGION"), "us-east-1");
  EXPECT_EQ(result.at("AWS_ACCESS_KEY_ID"), "key");
}

class ReservedVariable : public ::testing::TestWithParam<const char*> {};

TEST_P(ReservedVariable, IsKnownByName) { EXPECT_TRUE(is_reserved_variable(GetParam())); }

INSTANTIATE_TEST_SUITE_P(
    Table, ReservedVariable,
    ::testing::Values("_HANDLER", "_X_AMZN_TRACE_ID", "AWS_REGION", "AWS_DEFAULT_REGION",
                      "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
                      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
                      "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
                      "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_MAX_CONCURRENCY",
                      "AWS_LAMBDA_METADATA_API", "AWS_LAMBDA_METADATA_TOKEN",
                      "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
                      "_LAMBDA_TELEMETRY_LOG_FD", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
                      "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
    [](const auto& info) { return std::string(info.param); });

TEST(FreeVariable, IsNotReserved) {
  for (const char* name :
       {"AWS_LAMBDA_LOG_LEVEL", "AWS_LAMBDA_LOG_FORMAT", "PATH", "TZ", "LANG", "LD_LIBRARY_PATH",
        "AWS_XRAY_CONTEXT_MISSING", "AWS_XRAY_DAEMON_ADDRESS", "AWS_PROFILE", "_handler", ""}) {
    EXPECT_FALSE(is_reserved_variable(name)) << name;
  }
}

TEST(VariableName, IsWhatLambdaTakes) {
  for (const char* name : {"AB", "ab", "Z_", "a9", "A_1_b"}) {
    EXPECT_TRUE(is_variable_name(name)) << name;
  }
  for (const char* name : {"", "A", "_A", "9A", "A-B", "A B", "A.B", "AÄ"}) {
    EXPECT_FALSE(is_variable_name(name)) << name;
  }
}

}  // namespace
}  // namespace lambda::emulator
