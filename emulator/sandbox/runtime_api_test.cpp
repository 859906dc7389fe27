// The Runtime API as HTTP: paths, headers, bodies.
#include "emulator/sandbox/runtime_api.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

HttpRequest request(std::string method, std::string path, std::vector<HttpField> headers = {},
                    std::string body = "") {
  HttpRequest result;
  result.method = std::move(method);
  result.target = "/2018-06-01/runtime" + std::move(path);
  result.headers = std::move(headers);
  result.body = std::move(body);
  return result;
}

class Api : public ::testing::Test {
 protected:
  Api() {
    invocation_.request_id = "id";
    invocation_.invocation_id = "attempt";
  }
  HttpAnswer call(HttpRequest request) {
    return handle_runtime_call(std::move(request), session_).answer;
  }
  void deliver() {
    EXPECT_TRUE(handle_runtime_call(request("GET", "/invocation/next"), session_).is_held_open);
    session_.on_delivered(invocation_);
  }

  FunctionInvocation invocation_;
  RuntimeSession session_;
};

TEST_F(Api, TakesAResponse) {
  deliver();
  const HttpAnswer answer = call(request("POST", "/invocation/id/response?x=y",
                                         {{"Lambda-Runtime-Invocation-Id", "attempt"}}, "1"));
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.body, R"({"status":"OK"})");
  EXPECT_EQ(session_.take_outcome()->payload, "1");
}

TEST_F(Api, TakesAnErrorAndNormalisesItsType) {
  deliver();
  EXPECT_EQ(call(request("POST", "/invocation/id/error",
                         {{"Lambda-Runtime-Function-Error-Type", "MyError"}}, "no JSON"))
                .status,
            202);
  const auto outcome = session_.take_outcome();
  EXPECT_EQ(outcome->error_type, "Runtime.Unknown");
  EXPECT_EQ(outcome->payload, R"({"errorType":"Runtime.Unknown","errorMessage":"no JSON"})");
}

TEST_F(Api, ReadsTheErrorOfAStreamFromItsTrailers) {
  deliver();
  HttpRequest streamed =
      request("POST", "/invocation/id/response",
              {{"Lambda-Runtime-Function-Response-Mode", "streaming"}}, "partial");
  streamed.trailers = {{"Lambda-Runtime-Function-Error-Type", "Function.Late"},
                       {"Lambda-Runtime-Function-Error-Body", "eyJlcnJvciI6MX0="}};
  EXPECT_EQ(call(std::move(streamed)).status, 202);
  const auto outcome = session_.take_outcome();
  EXPECT_EQ(outcome->error_type, "Function.Late");
  EXPECT_EQ(outcome->payload, R"({"error":1})");
}

TEST_F(Api, RefusesAnUnknownResponseMode) {
  deliver();
  const HttpAnswer answer =
      call(request("POST", "/invocation/id/response",
                   {{"Lambda-Runtime-Function-Response-Mode", "buffered"}}, "1"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body, R"({"errorMessage":"Invalid function response mode",)"
                         R"("errorType":"InvalidFunctionResponseMode"})");
}

TEST_F(Api, AsksAnErrorForNoMode) {
  deliver();
  EXPECT_EQ(call(request("POST", "/invocation/id/error?x=y",
                         {{"Lambda-Runtime-Function-Response-Mode", "buffered"}}, "{}"))
                .status,
            202);
  EXPECT_TRUE(session_.take_outcome()->is_function_error);
}

TEST_F(Api, TakesTheModeInAnyCase) {
  deliver();
  EXPECT_EQ(call(request("POST", "/invocation/id/response",
                         {{"LAMBDA-RUNTIME-FUNCTION-RESPONSE-MODE", "STREAMING"}}, "1"))
                .status,
            202);
}

TEST_F(Api, KeepsATrailersErrorThatIsNotInBase64) {
  deliver();
  HttpRequest streamed = request("POST", "/invocation/id/response", {}, "partial");
  streamed.trailers = {{"Lambda-Runtime-Function-Error-Type", "Function.Late"},
                       {"Lambda-Runtime-Function-Error-Body", "{\"error\":1}"}};
  EXPECT_EQ(call(std::move(streamed)).status, 202);
  EXPECT_EQ(session_.take_outcome()->payload, R"({"error":1})");
}

TEST_F(Api, ReadsAnErrorsTypeFromItsHeadersAndAResponsesFromItsTrailers) {
  deliver();
  const HttpField type{"Lambda-Runtime-Function-Error-Type", "Function.Odd"};
  EXPECT_EQ(call(request("POST", "/invocation/id/response", {type}, "1")).status, 202);
  EXPECT_FALSE(session_.take_outcome()->is_function_error);
  deliver();
  HttpRequest error = request("POST", "/invocation/id/error", {}, "{}");
  error.trailers = {type};
  EXPECT_EQ(call(std::move(error)).status, 202);
  EXPECT_EQ(session_.take_outcome()->error_type, "Runtime.Unknown");
}

TEST_F(Api, ChecksTheAttempt) {
  deliver();
  EXPECT_EQ(call(request("POST", "/invocation/id/response",
                         {{"lambda-runtime-invocation-id", "other"}}, "1"))
                .status,
            410);
  EXPECT_FALSE(session_.has_outcome());
}

TEST_F(Api, TellsOfAResponseThatIsTooLarge) {
  deliver();
  HttpRequest large = request("POST", "/invocation/id/response");
  large.is_body_too_large = true;
  EXPECT_EQ(call(std::move(large)).status, 413);
  EXPECT_EQ(session_.take_outcome()->error_type, "Function.ResponseSizeTooLarge");
}

TEST(Limits, LeaveRoomForTheLargestCauseAndResponse) {
  const HttpLimits limits = runtime_api_limits();
  EXPECT_EQ(limits.body_bytes_max, 6u * 1024 * 1024 + 100);
  EXPECT_EQ(limits.head_bytes_max, 1024u * 1024 + 64 * 1024);
}

TEST_F(Api, AnswersErrorsAsJson) {
  const HttpAnswer answer = call(request("POST", "/invocation/other/response"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(*find_field(answer.headers, "content-type"), "application/json");
  EXPECT_EQ(answer.body, R"({"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"})");
}

TEST_F(Api, HasNoOtherPaths) {
  const std::pair<const char*, const char*> others[] = {{"POST", "/invocation/next"},
                                                        {"GET", "/invocation/id/response"},
                                                        {"GET", "/init/error"},
                                                        {"POST", "/invocation//response"},
                                                        {"POST", "/invocation/a/b/response"},
                                                        {"GET", "/"},
                                                        {"POST", "/invocation/id"}};
  for (const auto& [method, path] : others) {
    EXPECT_EQ(call(request(method, path)).status, 404) << method << ' ' << path;
  }
}

TEST_F(Api, ServesNoWebPage) {
  const HttpAnswer answer =
      call(request("POST", "/init/error", {{"Origin", "https://evil.example"}}, "{}"));
  EXPECT_EQ(answer.status, 403);
  EXPECT_NE(answer.body.find("evil.example"), std::string::npos) << answer.body;
  EXPECT_EQ(call(request("POST", "/init/error", {{"Host", "evil.example"}}, "{}")).status, 403);
  EXPECT_EQ(session_.phase(), RuntimeSession::Phase::kInit);
}

TEST_F(Api, TakesAnInitError) {
  EXPECT_EQ(call(request("POST", "/init/error",
                         {{"Lambda-Runtime-Function-Error-Type", "Runtime.NoConfig"}}, "{}"))
                .status,
            202);
  EXPECT_EQ(session_.take_outcome()->error_type, "Runtime.NoConfig");
}

TEST(EventAnswer, HasEveryHeader) {
  FunctionInvocation invocation;
  invocation.request_id = "id";
  invocation.invocation_id = "attempt";
  invocation.function_arn = "arn";
  invocation.trace_id = "Root=1";
  const std::chrono::milliseconds since_epoch(1'700'000'000'123);
  const std::chrono::system_clock::time_point deadline(since_epoch);
  HttpAnswer answer = event_answer(invocation, deadline);
  EXPECT_EQ(*find_field(answer.headers, "Lambda-Runtime-Aws-Request-Id"), "id");
  EXPECT_EQ(*find_field(answer.headers, "Lambda-Runtime-Invocation-Id"), "attempt");
  EXPECT_EQ(*find_field(answer.headers, "Lambda-Runtime-Deadline-Ms"), "1700000000123");
  EXPECT_EQ(*find_field(answer.headers, "Lambda-Runtime-Invoked-Function-Arn"), "arn");
  EXPECT_EQ(*find_field(answer.headers, "Lambda-Runtime-Trace-Id"), "Root=1");
  EXPECT_EQ(find_field(answer.headers, "Lambda-Runtime-Client-Context"), nullptr);
  EXPECT_EQ(find_field(answer.headers, "Lambda-Runtime-Cognito-Identity"), nullptr);
  EXPECT_EQ(find_field(answer.headers, "Lambda-Runtime-Aws-Tenant-Id"), nullptr);
  invocation.client_context = "{}";
  invocation.cognito_identity = R"({"cognitoIdentityId":"a"})";
  invocation.tenant_id = "blue";
  answer = event_answer(invocation, deadline);
  EXPECT_EQ(*find_field(answer.headers, "Lambda-Runtime-Client-Context"), "{}");
  EXPECT_EQ(*find_field(answer.headers, "Lambda-Runtime-Cognito-Identity"),
            R"({"cognitoIdentityId":"a"})");
  EXPECT_EQ(*find_field(answer.headers, "Lambda-Runtime-Aws-Tenant-Id"), "blue");
}

TEST(ResponseRequestId, IsThatOfAResponseOnly) {
  EXPECT_EQ(response_request_id(request("POST", "/invocation/id/response")), "id");
  EXPECT_FALSE(response_request_id(request("POST", "/invocation/id/error")).has_value());
  EXPECT_FALSE(response_request_id(request("GET", "/invocation/id/response")).has_value());
}

}  // namespace
}  // namespace lambda::emulator
