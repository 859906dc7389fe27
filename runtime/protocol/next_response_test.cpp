// Decoded events, and malformed ones.
#include "runtime/protocol/next_response.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::protocol {
namespace {

using Headers = std::vector<http::HeaderView>;

const Headers kRequired{{"Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"},
                        {"Lambda-Runtime-Deadline-Ms", "1542409706888"}};

const std::string kLong(300, 'x');

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

TEST(MalformedNextResponse, IsQuotedWithTheRuleItBreaks) {
  const auto message = [](const Headers& more) {
    return decode_next_response(with(kRequired, more), "").error().message;
  };
  EXPECT_EQ(message({{"Lambda-Runtime-Deadline-Ms", "-1"}}),
            "the answer to `next` has `-1` as Lambda-Runtime-Deadline-Ms, but a deadline is "
            "milliseconds since 1970 in decimal digits, at most 9223372036854");
  EXPECT_TRUE(
      message({{"Lambda-Runtime-Deadline-Ms", ""}})
          .starts_with("the answer to `next` has no Lambda-Runtime-Deadline-Ms; a deadline"));
  EXPECT_EQ(message({{"Lambda-Runtime-Aws-Request-Id", "a/" + kLong}}),
            "the answer to `next` has `a/" + std::string(62, 'x') +
                "` as Lambda-Runtime-Aws-Request-Id, but a request id is 1 to 256 letters, digits, "
                "`-`, `_` and `.`, and can stand in a path");
}

struct Limit {
  const char* header;
  std::string largest;
  std::string larger;
};

TEST(NextResponse, MayBeExactlyAtItsLimits) {
  for (const Limit& limit :
       {Limit{"Lambda-Runtime-Aws-Request-Id", std::string(256, 'x'), std::string(257, 'x')},
        Limit{"Lambda-Runtime-Aws-Request-Id", "...", ".."},
        Limit{"Lambda-Runtime-Aws-Request-Id", "AZaz09-_.", "AZaz09-_.~"},
        Limit{"Lambda-Runtime-Deadline-Ms", "9223372036854", "9223372036855"}}) {
    const auto largest = decode_next_response(with(kRequired, {{limit.header, limit.largest}}), "");
    EXPECT_TRUE(largest.has_value()) << limit.largest;
    EXPECT_FALSE(
        decode_next_response(with(kRequired, {{limit.header, limit.larger}}), "").has_value());
  }
}

}  // namespace
}  // namespace lambda::protocol
