// The variables as they are read.
#include "runtime/environment/environment.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace lambda {
namespace {

TEST(Environment, ReadsWhatLambdaSets) {
  const char* const variables[] = {"PATH=/bin",
                                   "AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001",
                                   "_HANDLER=hello.handler",
                                   "LAMBDA_TASK_ROOT=/var/task",
                                   "AWS_REGION=eu-west-1",
                                   "AWS_LAMBDA_FUNCTION_NAME=hello",
                                   "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
                                   "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512",
                                   "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
                                   "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/hello",
                                   "AWS_LAMBDA_LOG_STREAM_NAME=2026/11/22/[$LATEST]a=b",
                                   "AWS_LAMBDA_LOG_FORMAT=JSON",
                                   "AWS_LAMBDA_LOG_LEVEL=WARN",
                                   nullptr};
  const Environment environment = read_environment(variables);
  EXPECT_EQ(environment.runtime_api, "127.0.0.1:9001");
  EXPECT_EQ(environment.handler, "hello.handler");
  EXPECT_EQ(environment.task_root, "/var/task");
  EXPECT_EQ(environment.region, "eu-west-1");
  EXPECT_EQ(environment.function_name, "hello");
  EXPECT_EQ(environment.function_version, "$LATEST");
  EXPECT_EQ(environment.function_memory_mib, 512u);
  EXPECT_EQ(environment.initialization_type, "on-demand");
  EXPECT_EQ(environment.log_group_name, "/aws/lambda/hello");
  EXPECT_EQ(environment.log_stream_name, "2026/11/22/[$LATEST]a=b");
  EXPECT_EQ(environment.log_format, "JSON");
  EXPECT_EQ(environment.log_level, "WARN");
}

TEST(Environment, IsEmptyWithoutVariables) {
  const char* const variables[] = {nullptr};
  const Environment environment = read_environment(variables);
  EXPECT_TRUE(environment.runtime_api.empty());
  EXPECT_EQ(environment.function_memory_mib, 0u);
}

TEST(Environment, TakesTheFirstOfTwoEqualNames) {
  const char* const variables[] = {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512",
                                   "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=1024",
                                   "AWS_LAMBDA_LOG_LEVEL=WARN",
                                   "AWS_LAMBDA_LOG_LEVEL=INFO",
                                   "_HANDLER=a=b",
                                   nullptr};
  const Environment environment = read_environment(variables);
  EXPECT_EQ(environment.function_memory_mib, 512u);
  EXPECT_EQ(environment.log_level, "WARN");
  EXPECT_EQ(environment.handler, "a=b");
}

TEST(Environment, TakesNoOtherNameAndNoHalfNumber) {
  const char* const variables[] = {"AWS_REGION",
                                   "XAWS_REGION=a",
                                   "AWS_REGIONX=b",
                                   "AWS_REGION=first",
                                   "AWS_REGION=second",
                                   "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=12MB",
                                   "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=12",
                                   nullptr};
  const Environment environment = read_environment(variables);
  EXPECT_EQ(environment.region, "first");
  EXPECT_EQ(environment.function_memory_mib, 0u);
}

TEST(Environment, TakesTheLargestNumberAndNoLarger) {
  for (const auto& [text, number] : {std::pair{"4294967295", 4294967295u},
                                     {"4294967296", 0u},
                                     {"0", 0u},
                                     {"-1", 0u},
                                     {"", 0u},
                                     {"32768", 32768u}}) {
    const std::string variable = std::string("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=") + text;
    const char* const variables[] = {variable.c_str(), nullptr};
    EXPECT_EQ(read_environment(variables).function_memory_mib, number) << text;
  }
}

}  // namespace
}  // namespace lambda
