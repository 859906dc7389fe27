// What Lambda takes from a caller, and how it refuses the rest.
#include "runtime/emulator/invoke/invoke_request.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

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

TEST(InvokeRequest, TakesThePlainCall) {
  const auto decoded = decode_invoke_request(request(kPath, {}, "[1]"));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->function.name, "hello");
  EXPECT_EQ(decoded->type, InvocationType::kRequestResponse);
  EXPECT_FALSE(decoded->wants_log_tail);
  EXPECT_EQ(decoded->payload, "[1]");
}

TEST(InvokeRequest, MakesAnEmptyEventAnEmptyObject) {
  const auto decoded = decode_invoke_request(request(kPath, {}, ""));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->payload, "{}");
}

TEST(InvokeRequest, ReadsEveryHeader) {
  const auto decoded = decode_invoke_request(request(
      "/2015-03-31/functions/hello%3A7/invocations?x=y&Qualifier=7",
      {{"x-amz-invocation-type", "Event"},
       {"X-Amz-Log-Type", "Tail"},
       {"X-Amz-Client-Context", "eyJhIjoKMX0="},  // {"a":\n1}
       {"X-Amz-Tenant-Id", "blue"},
       {"X-Amzn-Trace-Id", "Root=1-2-3"}}));
  ASSERT_TRUE(decoded.has_value()) << decoded.error().message;
  EXPECT_EQ(decoded->type, InvocationType::kEvent);
  EXPECT_TRUE(decoded->wants_log_tail);
  EXPECT_EQ(decoded->client_context, "{\"a\": 1}");
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
      {"two qualifiers", request("/2015-03-31/functions/a:1/invocations?Qualifier=2"), 400,
       "InvalidParameterValueException", "does not match"},
      {"type", request(kPath, {{"X-Amz-Invocation-Type", "Later"}}), 400,
       "InvalidParameterValueException", "Value 'Later' at 'invocationType' failed to satisfy"},
      {"log type", request(kPath, {{"X-Amz-Log-Type", "All"}}), 400,
       "InvalidParameterValueException", "logType"},
      {"context", request(kPath, {{"X-Amz-Client-Context", "e30"}}), 400,
       "InvalidRequestContentException", "Client context"},
      {"context json", request(kPath, {{"X-Amz-Client-Context", "e30h"}}), 400,
       "InvalidRequestContentException", "Client context"},
      {"context size", request(kPath, {{"X-Amz-Client-Context", std::string(3584, 'A')}}), 400,
       "InvalidRequestContentException", "3583"},
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
    const auto decoded = decode_invoke_request(std::move(row.request));
    ASSERT_FALSE(decoded.has_value()) << row.name;
    EXPECT_EQ(decoded.error().status, row.status) << row.name;
    EXPECT_EQ(decoded.error().type, row.type) << row.name;
    EXPECT_NE(decoded.error().message.find(row.message), std::string::npos)
        << row.name << ": " << decoded.error().message;
  }
}

TEST(InvokeRequest, TakesAnAsynchronousEventOfExactlyTheLimit) {
  const std::string event = "\"" + std::string(kAsyncEventBytesMax - 2, 'a') + "\"";
  EXPECT_TRUE(decode_invoke_request(request(kPath, {{"X-Amz-Invocation-Type", "Event"}}, event))
                  .has_value());
}

TEST(NewInvocation, NamesTheFunctionByAnArn) {
  FunctionConfig config;
  config.region = "eu-west-1";
  auto plain = decode_invoke_request(request(kPath));
  const Invocation invocation = new_invocation(*std::move(plain), config);
  EXPECT_EQ(invocation.function_arn, "arn:aws:lambda:eu-west-1:012345678912:function:hello");
  EXPECT_EQ(invocation.executed_version, "$LATEST");
  EXPECT_EQ(invocation.request_id.size(), 36u);
  EXPECT_NE(invocation.request_id, invocation.invocation_id);
  EXPECT_TRUE(invocation.trace_id.starts_with("Root=1-")) << invocation.trace_id;

  const std::string arn = "arn:aws-cn:lambda:cn-north-1:123456789012:function:other:7";
  auto full = decode_invoke_request(request("/2015-03-31/functions/" + arn + "/invocations"));
  ASSERT_TRUE(full.has_value());
  const Invocation other = new_invocation(*std::move(full), config);
  EXPECT_EQ(other.function_arn, arn);
  EXPECT_EQ(other.executed_version, "7");
}

}  // namespace
}  // namespace lambda::emulator
