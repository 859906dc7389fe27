// What Lambda takes from a caller, and how it refuses the rest.
#include "emulator/invoke/invoke_request.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/text/base64_text.h"

namespace lambda::emulator {
namespace {

constexpr const char* kPath = "/2015-03-31/functions/hello/invocations";

HttpRequest request(std::string target, std::vector<HttpField> headers = {},
                    std::string body = "{}") {
  HttpRequest result;
  result.method = "POST";
  result.target = std::move(target);
  result.headers = std::move(headers);
  result.body_bytes = body.size();
  result.body = std::move(body);
  return result;
}

FunctionConfig hello() {
  FunctionConfig config;
  config.name = "hello";
  config.region = "eu-west-1";
  return config;
}

auto decode(HttpRequest request) { return decode_invoke_request(std::move(request), hello()); }

TEST(InvokeRequest, TakesThePlainCall) {
  const auto decoded = decode(request(kPath, {}, "[1]"));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->function.name, "hello");
  EXPECT_EQ(decoded->type, InvocationType::kRequestResponse);
  EXPECT_FALSE(decoded->wants_log_tail);
  EXPECT_EQ(decoded->payload, "[1]");
}

TEST(InvokeRequest, TakesWhatIsMeantAnywayAlsoWhenItIsSaid) {
  const auto decoded =
      decode(request(std::string(kPath) + "?Qualifier=",
                     {{"X-Amz-Invocation-Type", "RequestResponse"}, {"X-Amz-Log-Type", "None"}}));
  ASSERT_TRUE(decoded.has_value()) << decoded.error().message;
  EXPECT_EQ(decoded->type, InvocationType::kRequestResponse);
  EXPECT_FALSE(decoded->wants_log_tail);
  EXPECT_EQ(decoded->function.qualifier, "");
}

TEST(InvokeRequest, MakesAnEmptyEventAnEmptyObject) {
  const auto decoded = decode(request(kPath, {}, ""));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->payload, "{}");
}

TEST(InvokeRequest, ReadsEveryHeader) {
  const auto decoded = decode(request(
      "/2015-03-31/functions/hello%3A7/invocations?x=y&Qualifier=7",
      {{"x-amz-invocation-type", "Event"},
       {"X-AMZ-LOG-TYPE", "Tail"},
       {"X-Amz-Client-Context", "eyJhIjoNCgkxfQ=="},  // {"a":\r\n\t1}
       {"X-Amz-Tenant-Id", "blue"},
       {"x-amz-cognito-identity", R"({"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"})"},
       {"X-Amzn-Trace-Id", "Root=1-2-3"}}));
  ASSERT_TRUE(decoded.has_value()) << decoded.error().message;
  EXPECT_EQ(decoded->type, InvocationType::kEvent);
  EXPECT_TRUE(decoded->wants_log_tail);
  EXPECT_EQ(decoded->client_context, "{\"a\":  \t1}") << "one line";
  EXPECT_EQ(decoded->cognito_identity,
            R"({"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"})");
  EXPECT_EQ(decoded->tenant_id, "blue");
  EXPECT_EQ(decoded->trace_id, "Root=1-2-3");
  EXPECT_EQ(decoded->function.qualifier, "7");
}

struct Refused {
  const char* name;
  HttpRequest request;
  int status;
  const char* type;
  const char* message;  // A part of it.
};

HttpRequest with_method(std::string method) {
  HttpRequest result = request(kPath);
  result.method = std::move(method);
  return result;
}

HttpRequest too_large() {
  HttpRequest result = request(kPath, {}, "");
  result.is_body_too_large = true;
  result.body_bytes = 7'000'000;
  return result;
}

/// A JSON object of so many bytes.
std::string object_of(std::size_t bytes) {
  return R"({"a":")" + std::string(bytes - 8, 'a') + "\"}";
}

std::vector<Refused> refused() {
  const std::string event(kAsyncEventBytesMax - 1, 'a');
  return {
      {"method", with_method("GET"), 404, "ResourceNotFoundException", "GET"},
      {"path", request("/2015-03-31/functions"), 404, "ResourceNotFoundException", "Not found"},
      {"nested", request("/2015-03-31/functions/a/b/invocations"), 404, "ResourceNotFoundException",
       "Not found"},
      {"no name", request("/2015-03-31/functions//invocations"), 404, "ResourceNotFoundException",
       "Not found"},
      {"name", request("/2015-03-31/functions/a%20b/invocations"), 400,
       "InvalidParameterValueException", "functionName"},
      {"encoding", request("/2015-03-31/functions/a%2/invocations"), 400,
       "InvalidParameterValueException", "functionName"},
      {"qualifier", request(std::string(kPath) + "?Qualifier=a%20b"), 400,
       "InvalidParameterValueException", "qualifier"},
      {"two qualifiers", request("/2015-03-31/functions/hello:1/invocations?Qualifier=2"), 400,
       "InvalidParameterValueException", "does not match"},
      {"type", request(kPath, {{"X-Amz-Invocation-Type", "Later"}}), 400,
       "InvalidParameterValueException", "Value 'Later' at 'invocationType' failed to satisfy"},
      {"log type", request(kPath, {{"X-Amz-Log-Type", "All"}}), 400,
       "InvalidParameterValueException", "logType"},
      {"context", request(kPath, {{"X-Amz-Client-Context", "e3!="}}), 400,
       "InvalidRequestContentException", "Client context"},
      {"context json", request(kPath, {{"X-Amz-Client-Context", "e30h"}}), 400,
       "InvalidRequestContentException", "Client context"},
      {"context size", request(kPath, {{"X-Amz-Client-Context", std::string(3584, 'A')}}), 400,
       "InvalidRequestContentException", "3583"},
      {"identity", request(kPath, {{"X-Amz-Cognito-Identity", "[1]"}}), 400,
       "InvalidRequestContentException", "X-Amz-Cognito-Identity must be a JSON object"},
      {"identity json", request(kPath, {{"X-Amz-Cognito-Identity", "{a}"}}), 400,
       "InvalidRequestContentException", "X-Amz-Cognito-Identity must be a JSON object"},
      {"identity size", request(kPath, {{"X-Amz-Cognito-Identity", object_of(1025)}}), 400,
       "InvalidRequestContentException", "1024"},
      {"json", request(kPath, {}, "test data"), 400, "InvalidRequestContentException",
       "Could not parse request body into json: Could not parse payload into json: Unrecognized "
       "token 'test'"},
      {"large", too_large(), 413, "RequestEntityTooLargeException",
       "Request must be smaller than 6291456 bytes for the InvokeFunction operation"},
      {"large event", request(kPath, {{"X-Amz-Invocation-Type", "Event"}}, "\"" + event + "\""),
       413, "RequestEntityTooLargeException",
       "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)"},
  };
}

TEST(InvokeRequest, RefusesAsLambdaDoes) {
  std::vector<Refused> rows = refused();
  for (Refused& row : rows) {
    const auto decoded = decode(std::move(row.request));
    ASSERT_FALSE(decoded.has_value()) << row.name;
    EXPECT_EQ(decoded.error().status, row.status) << row.name;
    EXPECT_EQ(decoded.error().type, row.type) << row.name;
    EXPECT_NE(decoded.error().message.find(row.message), std::string::npos)
        << row.name << ": " << decoded.error().message;
  }
}

TEST(InvokeRequest, TakesAnAsynchronousEventOfExactlyTheLimit) {
  const std::string event = "\"" + std::string(kAsyncEventBytesMax - 2, 'a') + "\"";
  EXPECT_TRUE(decode(request(kPath, {{"X-Amz-Invocation-Type", "Event"}}, event)).has_value());
}

TEST(InvokeRequest, TakesAnEventOfExactlyTheLimit) {
  HttpRequest largest = request(kPath, {}, "\"" + std::string(kEventBytesMax - 2, 'a') + "\"");
  EXPECT_TRUE(decode(std::move(largest)).has_value());
  EXPECT_EQ(invoke_api_limits().body_bytes_max, kEventBytesMax);
}

TEST(InvokeRequest, TakesHeadersOfExactlyTheirLimits) {
  // 3,583 characters are 2,687 bytes; the encoder's padding would be one more.
  std::string context = to_base64(object_of(2687));
  ASSERT_EQ(context.size(), 3584u);
  ASSERT_TRUE(context.ends_with('='));
  context.pop_back();
  const auto decoded = decode(request(kPath, {{"X-Amz-Client-Context", context},
                                              {"X-Amz-Cognito-Identity", object_of(1024)},
                                              {"X-Amz-Tenant-Id", std::string(256, 't')},
                                              {"X-Amzn-Trace-Id", std::string(1024, 'r')}}));
  ASSERT_TRUE(decoded.has_value()) << decoded.error().message;
  EXPECT_EQ(decoded->client_context, object_of(2687));
  EXPECT_EQ(decoded->cognito_identity, object_of(1024));
  EXPECT_EQ(decoded->tenant_id, std::string(256, 't'));
  EXPECT_EQ(decoded->trace_id, std::string(1024, 'r'));
}

TEST(InvokeRequest, LeavesOutHeadersThatAreEmptyOrBeyondUse) {
  for (const std::string& value : {std::string(), std::string(1025, 'x')}) {
    const auto decoded =
        decode(request(kPath, {{"X-Amz-Tenant-Id", value}, {"X-Amzn-Trace-Id", value}}));
    ASSERT_TRUE(decoded.has_value());
    EXPECT_FALSE(decoded->tenant_id.has_value());
    EXPECT_FALSE(decoded->trace_id.has_value());
  }
  const auto decoded = decode(request(kPath, {{"X-Amz-Tenant-Id", std::string(257, 'x')},
                                              {"X-Amz-Client-Context", ""},
                                              {"X-Amz-Cognito-Identity", ""}}));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_FALSE(decoded->tenant_id.has_value());
  EXPECT_FALSE(decoded->client_context.has_value());
  EXPECT_FALSE(decoded->cognito_identity.has_value());
}

class KnownName : public ::testing::TestWithParam<const char*> {};
TEST_P(KnownName, IsThisFunction) {
  const std::string path = "/2015-03-31/functions/" + std::string(GetParam()) + "/invocations";
  EXPECT_TRUE(decode(request(path)).has_value());
}
INSTANTIATE_TEST_SUITE_P(
    Table, KnownName,
    ::testing::Values("hello", "hello:7", "hello%3Aprod", "hello:$LATEST", "function", "function:7",
                      "123456789012:function:hello", "123456789012:function:hello:7",
                      "arn:aws:lambda:us-west-2:123456789012:function:hello",
                      "arn:aws:lambda:us-west-2:123456789012:function:hello:7",
                      "arn%3Aaws%3Alambda%3Aus-west-2%3A123456789012%3Afunction%3Ahello"));

class UnknownName : public ::testing::TestWithParam<const char*> {};
TEST_P(UnknownName, IsNotFoundAndTheRightOneIsNamed) {
  const std::string path = "/2015-03-31/functions/" + std::string(GetParam()) + "/invocations";
  const auto decoded = decode(request(path));
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().status, 404);
  EXPECT_EQ(decoded.error().type, "ResourceNotFoundException");
  EXPECT_TRUE(decoded.error().message.starts_with("Function not found: arn:aws:lambda:"))
      << decoded.error().message;
  EXPECT_NE(decoded.error().message.find("POST /2015-03-31/functions/hello/invocations"),
            std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(Table, UnknownName,
                         ::testing::Values("other", "Hello", "hello2", "hell", "Function",
                                           "other:7", "123456789012:function:other",
                                           "arn:aws:lambda:us-west-2:123456789012:function:other"));

TEST(InvokeRequest, SaysWhichFunctionIsNotThere) {
  const auto decoded = decode(request("/2015-03-31/functions/other:7/invocations"));
  EXPECT_TRUE(decoded.error().message.starts_with(
      "Function not found: arn:aws:lambda:eu-west-1:012345678912:function:other:7."))
      << decoded.error().message;
}

TEST(NewInvocation, NamesTheFunctionByAnArn) {
  const FunctionConfig config = hello();
  auto plain = decode(request(kPath));
  const FunctionInvocation invocation = new_invocation(*std::move(plain), config);
  EXPECT_EQ(invocation.function_arn, "arn:aws:lambda:eu-west-1:012345678912:function:hello");
  EXPECT_EQ(invocation.executed_version, "$LATEST");
  EXPECT_EQ(invocation.request_id.size(), 36u);
  EXPECT_NE(invocation.request_id, invocation.invocation_id);
  EXPECT_TRUE(invocation.trace_id.starts_with("Root=1-")) << invocation.trace_id;

  const std::string arn = "arn:aws-cn:lambda:cn-north-1:123456789012:function:hello:7";
  auto full = decode(request("/2015-03-31/functions/" + arn + "/invocations"));
  ASSERT_TRUE(full.has_value());
  const FunctionInvocation other = new_invocation(*std::move(full), config);
  EXPECT_EQ(other.function_arn, arn);
  EXPECT_EQ(other.executed_version, "7");

  auto fixed = decode(request("/2015-03-31/functions/function:prod/invocations"));
  const FunctionInvocation alias = new_invocation(*std::move(fixed), config);
  EXPECT_EQ(alias.function_arn, "arn:aws:lambda:eu-west-1:012345678912:function:hello:prod");
  EXPECT_EQ(alias.executed_version, "$LATEST");
}

TEST(NewInvocation, PassesOnWhatTheCallerSent) {
  InvokeRequest call;
  call.client_context = "{}";
  call.cognito_identity = "{\"cognitoIdentityId\":\"a\"}";
  call.tenant_id = "blue";
  call.trace_id = "Root=1";
  call.payload = "[1]";
  const FunctionInvocation invocation = new_invocation(call, hello());
  EXPECT_EQ(invocation.client_context, call.client_context);
  EXPECT_EQ(invocation.cognito_identity, call.cognito_identity);
  EXPECT_EQ(invocation.tenant_id, call.tenant_id);
  EXPECT_EQ(invocation.trace_id, "Root=1");
  EXPECT_EQ(invocation.payload, "[1]");
}

}  // namespace
}  // namespace lambda::emulator
