// The event as it is decoded, and what is no event.
#include "runtime/api/next_response.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lambda::api {
namespace {

using Headers = std::vector<http::HeaderView>;

const Headers kRequired{{"Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"},
                        {"Lambda-Runtime-Deadline-Ms", "1542409706888"}};

Headers with(Headers headers, const Headers& more) {
  headers.insert(headers.end(), more.begin(), more.end());
  return headers;
}

TEST(NextResponse, IsDecodedWithoutRegardToCase) {
  const auto next = decode_next_response(
      Headers{{"lambda-runtime-aws-request-id", "id"},
              {"LAMBDA-RUNTIME-DEADLINE-MS", "1542409706888"},
              {"Lambda-Runtime-Invoked-Function-Arn", "arn"},
              {"Lambda-Runtime-Trace-Id", "Root=1"},
              {"Lambda-Runtime-Client-Context", "{}"},
              {"Lambda-Runtime-Cognito-Identity", "{\"cognitoIdentityId\":\"a\"}"},
              {"Lambda-Runtime-Aws-Tenant-Id", "tenant"},
              {"Lambda-Runtime-Invocation-Id", "attempt"},
              {"Content-Type", "application/json"}},
      "payload");
  ASSERT_TRUE(next.has_value()) << next.error().message;
  EXPECT_EQ(next->request_id, "id");
  EXPECT_EQ(next->deadline.time_since_epoch().count(), 1542409706888);
  EXPECT_EQ(next->invoked_function_arn, "arn");
  EXPECT_EQ(next->trace_id, "Root=1");
  EXPECT_EQ(next->client_context, "{}");
  EXPECT_EQ(next->cognito_identity, "{\"cognitoIdentityId\":\"a\"}");
  EXPECT_EQ(next->tenant_id, "tenant");
  EXPECT_EQ(next->invocation_id, "attempt");
  EXPECT_EQ(next->payload, "payload");
}

TEST(NextResponse, HasEmptyTextsForWhatIsAbsent) {
  const auto next = decode_next_response(kRequired, "");
  ASSERT_TRUE(next.has_value()) << next.error().message;
  EXPECT_TRUE(next->invoked_function_arn.empty() && next->trace_id.empty() &&
              next->client_context.empty() && next->cognito_identity.empty() &&
              next->tenant_id.empty() && next->invocation_id.empty() && next->payload.empty());
}

class MalformedNextResponse : public testing::TestWithParam<Headers> {};

TEST_P(MalformedNextResponse, EndsTheProcess) {
  const auto next = decode_next_response(GetParam(), "{}");
  ASSERT_FALSE(next.has_value());
  EXPECT_EQ(next.error().remedy, Remedy::kReportAndExit);
  EXPECT_EQ(next.error().type, "Runtime.MalformedHeader");
}

INSTANTIATE_TEST_SUITE_P(
    Headers, MalformedNextResponse,
    testing::Values(Headers{}, Headers{kRequired[0]}, Headers{kRequired[1]},
                    with(kRequired, {{"Lambda-Runtime-Aws-Request-Id", ""}}),
                    with(kRequired, {{"Lambda-Runtime-Aws-Request-Id", "a/b"}}),
                    with(kRequired, {{"Lambda-Runtime-Aws-Request-Id", "a b"}}),
                    with(kRequired, {{"Lambda-Runtime-Aws-Request-Id", ".."}}),
                    with(kRequired, {{"Lambda-Runtime-Deadline-Ms", ""}}),
                    with(kRequired, {{"Lambda-Runtime-Deadline-Ms", "-1"}}),
                    with(kRequired, {{"Lambda-Runtime-Deadline-Ms", "1.5"}}),
                    with(kRequired, {{"Lambda-Runtime-Deadline-Ms", "9223372036854775808"}})));

}  // namespace
}  // namespace lambda::api
