// The loop's rules, each in one life of an environment.
#include "runtime/loop/loop.h"

#include <cstdlib>
#include <expected>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/loop/scripted_life.h"

namespace lambda::loop {
namespace {

using connection::make_answer;
using connection::make_chunked_answer;
using Ending = connection::ScriptedExchange::Ending;
using Lines = std::vector<std::string>;

TEST(Loop, AnswersEachEventOverOneConnection) {
  const auto asked =
      serve({{event("1", "first"), status(202), event("2", ""), status(202), status(500)}}, echo);
  EXPECT_EQ(lines(asked), (Lines{kNext, response("1"), kNext, response("2"), kNext}));
  EXPECT_EQ(asked[1].body, "first");
  EXPECT_NE(asked[1].head.find("\r\nContent-Type: application/json\r\n"), std::string::npos);
  EXPECT_EQ(asked[3].body, "");
}

TEST(Loop, AnswersLargeAndChunkedEvents) {
  std::string body(6 * 1024 * 1024 + 100, 'x');
  for (std::size_t i = 0; i < body.size(); i += 7) {
    body[i] = static_cast<char>(i);
  }
  const auto asked = serve({{event("1", body),
                             status(202),
                             {.answer = make_chunked_answer(200, headers_of("2"), body, 100'000)},
                             status(202),
                             event("3", "small"),
                             status(202),
                             status(403)}},
                           echo);
  ASSERT_EQ(asked.size(), 7u);
  EXPECT_TRUE(asked[1].body == body);
  EXPECT_TRUE(asked[3].body == body);
  EXPECT_EQ(asked[5].body, "small");
}

TEST(Loop, GivesTheHandlerItsContext) {
  const Environment* seen = nullptr;
  serve({{event("id-1", "{}",
                "Lambda-Runtime-Invoked-Function-Arn: arn\r\nLambda-Runtime-Trace-Id: Root=1\r\n"
                "Lambda-Runtime-Aws-Tenant-Id: tenant\r\nLambda-Runtime-Client-Context: {}\r\n"
                "Lambda-Runtime-Cognito-Identity: []\r\n"),
          status(202), status(500)}},
        [&](std::string_view, const Context& context) {
          EXPECT_EQ(context.request_id, "id-1");
          EXPECT_EQ(context.invoked_function_arn, "arn");
          EXPECT_EQ(context.trace_id, "Root=1");
          EXPECT_EQ(context.tenant_id, "tenant");
          EXPECT_EQ(context.client_context, "{}");
          EXPECT_EQ(context.cognito_identity, "[]");
          EXPECT_EQ(context.deadline.time_since_epoch().count(), 4102444800000);
          EXPECT_GT(context.remaining(), std::chrono::hours(1));
          seen = &context.environment;
        });
  EXPECT_NE(seen, nullptr);
}

TEST(Loop, SetsTheTraceForEachInvocation) {
  std::vector<std::string> traces;
  serve({{event("1", "", "Lambda-Runtime-Trace-Id: Root=1\r\n"), status(202), event("2", ""),
          status(202), event("3", "", "Lambda-Runtime-Trace-Id: Root=3\r\n"), status(202),
          status(500)}},
        [&](std::string_view) {
          const char* const trace = std::getenv("_X_AMZN_TRACE_ID");
          traces.push_back(trace == nullptr ? "unset" : trace);
        });
  EXPECT_EQ(traces, (Lines{"Root=1", "unset", "Root=3"}));
}

TEST(Loop, EchoesTheInvocationIdAndNoIllegalOne) {
  const auto asked =
      serve({{event("1", "", "Lambda-Runtime-Invocation-Id: attempt-1\r\n"), status(202),
              event("2", "",
                    "Lambda-Runtime-Invocation-Id: a\x01"
                    "b\r\n"),
              status(202), event("3", ""), status(202), status(500)}},
            echo);
  ASSERT_EQ(asked.size(), 7u);
  EXPECT_NE(asked[1].head.find("Lambda-Runtime-Invocation-Id: attempt-1\r\n"), std::string::npos);
  EXPECT_EQ(asked[3].head.find("Lambda-Runtime-Invocation-Id"), std::string::npos);
  EXPECT_EQ(asked[5].head.find("Lambda-Runtime-Invocation-Id"), std::string::npos);
}

TEST(Loop, WarnsOfIllegalInvocationIdsOnce) {
  const std::string illegal = "Lambda-Runtime-Invocation-Id: a\x01\r\n";
  testing::internal::CaptureStderr();
  serve({{event("1", "", illegal), status(202), event("2", "", illegal), status(202), status(500)}},
        echo);
  const std::string log = testing::internal::GetCapturedStderr();
  const std::size_t first = log.find("Runtime.InvalidInvocationId");
  EXPECT_NE(first, std::string::npos) << log;
  EXPECT_EQ(log.find("Runtime.InvalidInvocationId", first + 1), std::string::npos) << log;
}

TEST(Loop, TakesNothingOfOneAnswerIntoTheNext) {
  int calls = 0;
  const auto asked =
      serve({{event("1", "", "Lambda-Runtime-Invocation-Id: attempt-1\r\n"), status(202),
              event("2", ""), status(202), event("3", ""), status(202), status(500)}},
            [&](std::string_view) -> std::expected<Response, FunctionError> {
              ++calls;
              if (calls == 1) {
                return Response{.body = "<p>", .content_type = "text/html"};
              }
              if (calls == 2) {
                return std::unexpected(FunctionError{.type = "Mine", .message = "m", .stack = {}});
              }
              return Response{.body = "", .content_type = "text/plain"};
            });
  EXPECT_EQ(lines(asked),
            (Lines{kNext, response("1"), kNext, error("2"), kNext, response("3"), kNext}));
  EXPECT_EQ(asked[3].head.find("text/html"), std::string::npos);
  EXPECT_EQ(asked[3].head.find("attempt-1"), std::string::npos);
  EXPECT_EQ(asked[3].body, R"({"errorMessage":"m","errorType":"Mine","stackTrace":[]})");
  EXPECT_NE(asked[5].head.find("\r\nContent-Type: text/plain\r\n"), std::string::npos);
  EXPECT_EQ(asked[5].head.find("Error-Type"), std::string::npos);
  EXPECT_EQ(asked[5].body, "");
}

TEST(Loop, ReportsAnExceptionAndServesOn) {
  const auto asked = serve({{event("1", "", "Lambda-Runtime-Invocation-Id: attempt-1\r\n"),
                             status(202), event("2", "fine"), status(202), status(500)}},
                           [](std::string_view event) -> std::string {
                             if (event.empty()) {
                               throw std::out_of_range("no event");
                             }
                             return std::string(event);
                           });
  EXPECT_EQ(lines(asked), (Lines{kNext, error("1"), kNext, response("2"), kNext}));
  EXPECT_TRUE(asked[1].body.starts_with(
      R"({"errorMessage":"no event","errorType":"std::out_of_range","stackTrace":["bootstrap+0x)"))
      << asked[1].body;
  EXPECT_NE(asked[1].head.find("Lambda-Runtime-Function-Error-Type: Function.StdOutOfRange\r\n"),
            std::string::npos);
  EXPECT_NE(
      asked[1].head.find("Lambda-Runtime-Function-XRay-Error-Cause: {\"working_directory\":\"" +
                         std::filesystem::current_path().string() +
                         "\",\"exceptions\":[{\"type\":\"std::out_of_range\",\"message\":\"no "
                         "event\""),
      std::string::npos)
      << asked[1].head;
  EXPECT_NE(asked[1].head.find("Lambda-Runtime-Invocation-Id: attempt-1\r\n"), std::string::npos);
}

TEST(Loop, ReportsAContentTypeThatCannotBeSent) {
  const auto asked = serve({{event("1", ""), status(202), status(500)}}, [](std::string_view) {
    return Response{.body = "", .content_type = "text/plain\r\nX: y"};
  });
  EXPECT_EQ(lines(asked), (Lines{kNext, error("1"), kNext}));
  EXPECT_NE(asked[1].body.find("Function.InvalidContentType"), std::string::npos);
}

class RefusedAnswer : public testing::TestWithParam<int> {};

TEST_P(RefusedAnswer, LosesOneInvocationOnly) {
  const auto asked =
      serve({{event("1", ""), status(GetParam()), event("2", ""), status(202), status(500)}}, echo);
  EXPECT_EQ(lines(asked), (Lines{kNext, response("1"), kNext, response("2"), kNext}));
}

INSTANTIATE_TEST_SUITE_P(Statuses, RefusedAnswer, testing::Values(400, 403, 410, 413, 429));

TEST_P(RefusedAnswer, IsLoggedWithTheRequestIdAndTheStatus) {
  testing::internal::CaptureStderr();
  serve({{event("id-1", ""), status(GetParam()), status(500)}}, echo);
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find("id-1"), log.npos) << log;
  EXPECT_NE(log.find(": the Runtime API answered " + std::to_string(GetParam()) + ": "), log.npos)
      << log;
  EXPECT_NE(log.find("Runtime.NextFailed: "), log.npos) << log;
}

TEST(Loop, ExitsWhenTheEnvironmentCannotRecover) {
  EXPECT_EQ(lines(serve({{event("1", ""), status(500)}}, echo)), (Lines{kNext, response("1")}));
  EXPECT_EQ(lines(serve({{status(403)}}, echo)), (Lines{kNext}));
  EXPECT_EQ(lines(serve({{{.answer = make_answer(200, "", "{}")}}}, echo)), (Lines{kNext}));
  EXPECT_EQ(lines(serve({{{.answer = "no HTTP\r\n"}}}, echo)), (Lines{kNext}));
}

TEST(Loop, LogsNothingWhenAllIsWell) {
  testing::internal::CaptureStderr();
  serve({{event("1", ""), status(202), event("2", ""), status(202), status(500)}}, echo);
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find("Runtime.NextFailed: "), log.npos) << log;
  EXPECT_EQ(log.find('\n'), log.size() - 1) << log;  // One line.
}

class LostConnection : public testing::TestWithParam<Ending> {};

TEST_P(LostConnection, IsMadeAgainForNext) {
  const auto asked = serve({{event("1", "a"), status(202), lose(GetParam())},
                            {lose(GetParam())},
                            {event("2", "b"), status(202), status(500)}},
                           echo);
  EXPECT_EQ(lines(asked), (Lines{kNext, response("1"), kNext, kNext, kNext, response("2"), kNext}));
}

TEST_P(LostConnection, IsTriedForNextAFewTimes) {
  const auto asked = serve({{lose(GetParam())},
                            {lose(GetParam())},
                            {lose(GetParam())},
                            {lose(GetParam())},
                            {event("never", "asked for")}},
                           echo);
  EXPECT_EQ(lines(asked), (Lines{kNext, kNext, kNext, kNext}));
}

TEST_P(LostConnection, IsTriedOnceMoreForAnAnswer) {
  const auto asked =
      serve({{event("1", "a body"), lose(GetParam())}, {status(202), status(500)}}, echo);
  EXPECT_EQ(lines(asked), (Lines{kNext, response("1"), response("1"), kNext}));
  EXPECT_EQ(asked[2].body, "a body");
}

// What arrives of an answer must not be written over the event, which the body may be a part of.
TEST_P(LostConnection, LeavesTheEventWholeForTheSecondTime) {
  const std::string body(1000, 'e');
  const std::string begun = "HTTP/1.1 202 Accepted\r\nA: " + std::string(2000, 'a');
  const auto asked = serve(
      {{event("1", body), {.answer = begun, .ending = GetParam()}}, {status(202), status(500)}},
      echo);
  EXPECT_EQ(lines(asked), (Lines{kNext, response("1"), response("1"), kNext}));
  EXPECT_EQ(asked[2].body, body);
}

TEST_P(LostConnection, MeansDeliveredWhenTheSecondAnswerIsRefused) {
  for (const int refusal : {400, 403}) {
    testing::internal::CaptureStderr();
    const auto asked = serve({{event("1", ""), lose(GetParam())},
                              {status(refusal), event("2", ""), status(202), status(500)}},
                             echo);
    const std::string log = testing::internal::GetCapturedStderr();
    EXPECT_EQ(log.find("Runtime.PostRefused"), log.npos) << log;
    EXPECT_EQ(log.find('\n'), log.size() - 1) << log;  // Why it exits, and nothing else.
    EXPECT_EQ(lines(asked),
              (Lines{kNext, response("1"), response("1"), kNext, response("2"), kNext}));
  }
}

TEST_P(LostConnection, LosesOneInvocationWhenItIsLostTwice) {
  const auto asked = serve({{event("1", ""), lose(GetParam())},
                            {lose(GetParam())},
                            {event("2", ""), status(202), status(500)}},
                           echo);
  EXPECT_EQ(lines(asked),
            (Lines{kNext, response("1"), response("1"), kNext, response("2"), kNext}));
}

INSTANTIATE_TEST_SUITE_P(Endings, LostConnection, testing::Values(Ending::kClose, Ending::kReset));

TEST(Loop, ReportsAFailedInitialization) {
  for (const int code : {202, 403, 500}) {
    connection::ScriptedServer server({{status(code)}});
    ProcessServices process{Environment()};
    Loop loop(process, server.endpoint(), kQuickRetry);
    EXPECT_NE(loop.report_init_error({.type = "NoModel", .message = "gone", .stack = {}}), 0);
    ASSERT_EQ(server.finish().size(), 1u);
    const std::string& request = server.finish()[0];
    EXPECT_TRUE(request.starts_with("POST /2018-06-01/runtime/init/error HTTP/1.1\r\n"));
    EXPECT_NE(request.find("Error-Type: Function.NoModel\r\n"), std::string::npos);
    EXPECT_TRUE(
        request.ends_with(R"({"errorMessage":"gone","errorType":"NoModel","stackTrace":[]})"));
  }
}

}  // namespace
}  // namespace lambda::loop
