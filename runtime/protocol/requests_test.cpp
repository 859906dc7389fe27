// Each request's head, byte for byte.
#include "runtime/protocol/requests.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::protocol {
namespace {

const std::string kCommon = "Host: h:1\r\nUser-Agent: aws-lambda-poco/0.1\r\n";

TEST(Requests, AskForTheNextEvent) {
  RequestEncoder encoder("h:1");
  EXPECT_EQ(encoder.next(),
            "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n" + kCommon + "\r\n");
}

TEST(Requests, AnswerAndEchoTheInvocationId) {
  RequestEncoder encoder("h:1");
  EXPECT_EQ(encoder.response({.request_id = "id", .invocation_id = "attempt"}, "text/plain", 12),
            "POST /2018-06-01/runtime/invocation/id/response HTTP/1.1\r\n" + kCommon +
                "Content-Type: text/plain\r\nContent-Length: 12\r\n"
                "Lambda-Runtime-Invocation-Id: attempt\r\n\r\n");
  EXPECT_EQ(encoder.response({.request_id = "id", .invocation_id = ""}, "text/plain", 0),
            "POST /2018-06-01/runtime/invocation/id/response HTTP/1.1\r\n" + kCommon +
                "Content-Type: text/plain\r\nContent-Length: 0\r\n\r\n");
}

TEST(Requests, ReportAnError) {
  RequestEncoder encoder("h:1");
  EXPECT_EQ(
      encoder.invocation_error({.request_id = "id", .invocation_id = "a"}, "Function.X1", "{}", 3),
      "POST /2018-06-01/runtime/invocation/id/error HTTP/1.1\r\n" + kCommon +
          "Content-Type: application/vnd.aws.lambda.error+json\r\nContent-Length: 3\r\n"
          "Lambda-Runtime-Function-Error-Type: Function.X1\r\n"
          "Lambda-Runtime-Function-XRay-Error-Cause: {}\r\n"
          "Lambda-Runtime-Invocation-Id: a\r\n\r\n");
  EXPECT_EQ(encoder.invocation_error({.request_id = "id", .invocation_id = ""}, "Function.X", "", 3)
                .find("XRay"),
            std::string::npos);
}

TEST(Requests, ReportAFailedInitialization) {
  RequestEncoder encoder("h:1");
  EXPECT_EQ(encoder.init_error("Runtime.X", 3),
            "POST /2018-06-01/runtime/init/error HTTP/1.1\r\n" + kCommon +
                "Content-Type: application/vnd.aws.lambda.error+json\r\nContent-Length: 3\r\n"
                "Lambda-Runtime-Function-Error-Type: Runtime.X\r\n\r\n");
}

TEST(Requests, AreEmptyWhenAValueIsIllegal) {
  RequestEncoder encoder("h:1");
  EXPECT_EQ(encoder.response({.request_id = "id", .invocation_id = ""}, "a\r\nB: c", 0), "");
  EXPECT_EQ(encoder.response({.request_id = "id", .invocation_id = "a\nb"}, "text/plain", 0), "");
}

}  // namespace
}  // namespace lambda::protocol
