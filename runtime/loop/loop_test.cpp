// The loop against a real socket that follows a script: each test is one life of an environment.
// A life ends with status 500 for `next`, after which the loop must return a status other than 0.
#include "runtime/loop/loop.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "runtime/http/scripted_server.h"
#include "runtime/loop/invoke.h"

namespace lambda::loop {
namespace {

using http::make_answer;
using http::make_chunked_answer;
using http::ScriptedExchange;
using http::ScriptedServer;
using Ending = ScriptedExchange::Ending;

constexpr RetryPolicy kQuickRetry{.attempts = 4, .first_wait = std::chrono::milliseconds(1)};

std::string headers_of(const std::string& id, const std::string& more = "") {
  return "Lambda-Runtime-Aws-Request-Id: " + id +
         "\r\nLambda-Runtime-Deadline-Ms: 4102444800000\r\n" + more;
}

ScriptedExchange event(const std::string& id, const std::string& body,
                       const std::string& more = "") {
  return {.answer = make_answer(200, headers_of(id, more), body)};
}

ScriptedExchange status(int code) { return {.answer = make_answer(code, "", "{}")}; }
ScriptedExchange lose(Ending ending = Ending::kClose) { return {.answer = "", .ending = ending}; }

/// Serves by the script. Result: what the server was asked, each as `METHOD path` and the body.
struct Asked {
  std::string line;
  std::string head;
  std::string body;
};
template <typename Handler>
std::vector<Asked> serve(ScriptedServer::Connections script, Handler handler) {
  ScriptedServer server(std::move(script));
  const Environment environment;
  {
    Loop loop(server.endpoint(), environment, kQuickRetry);
    EXPECT_NE(loop.serve(refer_to(handler)), 0);
  }
  std::vector<Asked> asked;
  constexpr std::string_view kPrefix = " /2018-06-01/runtime/";
  for (const std::string& request : server.finish()) {
    const std::size_t head_end = request.find("\r\n\r\n");
    const std::string line = request.substr(0, request.find(" HTTP/1.1\r\n"));
    const std::size_t prefix = line.find(kPrefix);
    EXPECT_NE(prefix, std::string::npos) << line;
    asked.push_back({.line = line.substr(0, prefix) + " " + line.substr(prefix + kPrefix.size()),
                     .head = request.substr(0, head_end + 2),
                     .body = request.substr(head_end + 4)});
  }
  return asked;
}

std::vector<std::string> lines(const std::vector<Asked>& asked) {
  std::vector<std::string> result;
  for (const Asked& request : asked) {
    result.push_back(request.line);
  }
  return result;
}

Borrowed echo(std::string_view event) { return {event}; }

using Lines = std::vector<std::string>;
const std::string kNext = "GET invocation/next";
std::string response(const std::string& id) { return "POST invocation/" + id + "/response"; }
std::string error(const std::string& id) { return "POST invocation/" + id + "/error"; }

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
                "Lambda-Runtime-Aws-Tenant-Id: tenant\r\nLambda-Runtime-Client-Context: {}\r\n"),
          status(202), status(500)}},
        [&](std::string_view, const Context& context) {
          EXPECT_EQ(context.request_id, "id-1");
          EXPECT_EQ(context.invoked_function_arn, "arn");
          EXPECT_EQ(context.trace_id, "Root=1");
          EXPECT_EQ(context.tenant_id, "tenant");
          EXPECT_EQ(context.client_context, "{}");
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
  EXPECT_NE(asked[1].head.find("Lambda-Runtime-Function-XRay-Error-Cause: {\"working_directory\":"),
            std::string::npos);
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

INSTANTIATE_TEST_SUITE_P(Statuses, RefusedAnswer, testing::Values(400, 403, 410, 413));

TEST(Loop, ExitsWhenTheEnvironmentCannotRecover) {
  EXPECT_EQ(lines(serve({{event("1", ""), status(500)}}, echo)), (Lines{kNext, response("1")}));
  EXPECT_EQ(lines(serve({{status(403)}}, echo)), (Lines{kNext}));
  EXPECT_EQ(lines(serve({{{.answer = make_answer(200, "", "{}")}}}, echo)), (Lines{kNext}));
  EXPECT_EQ(lines(serve({{{.answer = "no HTTP\r\n"}}}, echo)), (Lines{kNext}));
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

TEST_P(LostConnection, MeansDeliveredWhenTheSecondAnswerIsRefused) {
  for (const int refusal : {400, 403}) {
    const auto asked = serve({{event("1", ""), lose(GetParam())},
                              {status(refusal), event("2", ""), status(202), status(500)}},
                             echo);
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
    ScriptedServer server({{status(code)}});
    const Environment environment;
    Loop loop(server.endpoint(), environment, kQuickRetry);
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
