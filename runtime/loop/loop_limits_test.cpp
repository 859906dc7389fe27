// What the loop bounds: waits, sizes, and what it does at each bound.
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/loop/loop.h"
#include "runtime/loop/scripted_life.h"

namespace lambda::loop {
namespace {

using Clock = std::chrono::steady_clock;
using Lines = std::vector<std::string>;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(RetryPolicy, IsWhatTheReadmeSays) {
  EXPECT_EQ(RetryPolicy().attempts, 6);
  EXPECT_EQ(RetryPolicy().first_wait, milliseconds(50));
  EXPECT_EQ(RetryPolicy().answer_wait, seconds(60));
}

TEST(RetryPolicy, DoublesEachWait) {
  const auto begin = Clock::now();
  serve({{lose()}, {lose()}, {lose()}, {lose()}}, echo,
        {.attempts = 4, .first_wait = milliseconds(40), .answer_wait = seconds(30)});
  const auto took = Clock::now() - begin;
  EXPECT_GE(took, milliseconds(40 + 80 + 160));
  EXPECT_LT(took, seconds(5));
}

constexpr RetryPolicy kImpatient{
    .attempts = 4, .first_wait = milliseconds(1), .answer_wait = milliseconds(200)};

TEST(UnansweredPost, IsSentOnceMore) {
  const auto begin = Clock::now();
  auto first = silence();
  first.insert(first.begin(), event("1", "a body"));
  const auto asked = serve({first, {status(202), status(500)}}, echo, kImpatient);
  EXPECT_EQ(lines(asked), (Lines{kNext, response("1"), response("1"), kNext}));
  EXPECT_EQ(asked[2].body, "a body");
  EXPECT_GE(Clock::now() - begin, milliseconds(200));
  EXPECT_LT(Clock::now() - begin, seconds(20));
}

TEST(UnansweredPost, LosesOneInvocationOnly) {
  auto first = silence();
  first.insert(first.begin(), event("1", ""));
  testing::internal::CaptureStderr();
  const auto asked =
      serve({first, silence(), {event("2", ""), status(202), status(500)}}, echo, kImpatient);
  EXPECT_EQ(lines(asked),
            (Lines{kNext, response("1"), response("1"), kNext, response("2"), kNext}));
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find("Runtime.ConnectionLost: "), std::string::npos) << log;
  EXPECT_NE(log.find("nothing came of it within 200 ms"), std::string::npos) << log;
}

TEST(UnansweredNext, IsWaitedForLongerThanAPost) {
  connection::ScriptedExchange late = event("1", "");
  late.before_answer = [] {
    std::this_thread::sleep_for(milliseconds(700));
  };  // 3 waits of a POST.
  const auto asked = serve({{late, status(202), status(500)}}, echo, kImpatient);
  EXPECT_EQ(lines(asked), (Lines{kNext, response("1"), kNext}));
}

TEST(UnansweredInitError, EndsTheProcessAllTheSame) {
  const auto begin = Clock::now();
  connection::ScriptedServer server({silence(), silence()});
  ProcessServices process{Environment()};
  {
    Loop loop(process, server.endpoint(), kImpatient);
    EXPECT_NE(loop.report_init_error({.type = "NoModel", .message = "gone", .stack = {}}), 0);
  }
  EXPECT_LT(Clock::now() - begin, seconds(20));
  EXPECT_EQ(server.finish().size(), 2u);
}

TEST(Event, MayBeAsLargeAsTheLimitAndNoLarger) {
  constexpr std::size_t kLargest = 6 * 1024 * 1024 + 100 + 64 * 1024;
  std::size_t seen = 0;
  const auto note = [&](std::string_view event) { seen = event.size(); };
  EXPECT_EQ(
      lines(serve({{event("1", std::string(kLargest, 'x')), status(202), status(500)}}, note)),
      (Lines{kNext, response("1"), kNext}));
  EXPECT_EQ(seen, kLargest);
  EXPECT_EQ(lines(serve({{event("1", std::string(kLargest + 1, 'x'))}}, note)), (Lines{kNext}));
}

TEST(Reply, MayBeAsLargeAsTheLimitAndNoLarger) {
  const auto reply = [](std::size_t bytes) {
    return connection::ScriptedExchange{
        .answer = connection::make_answer(202, "", std::string(bytes, 'r'))};
  };
  EXPECT_EQ(lines(serve({{event("1", ""), reply(64 * 1024), status(500)}}, echo)),
            (Lines{kNext, response("1"), kNext}));
  EXPECT_EQ(lines(serve({{event("1", ""), reply(64 * 1024 + 1)}}, echo)),
            (Lines{kNext, response("1")}));
}

TEST(LongError, IsCutSoThatTheCallerSeesIt) {
  testing::internal::CaptureStderr();
  const auto asked =
      serve({{event("1", ""), status(202), status(500)}}, [](std::string_view) -> std::string {
        throw std::runtime_error(std::string(5'000'000, '\x01'));
      });
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(lines(asked), (Lines{kNext, error("1"), kNext}));
  EXPECT_LT(asked[1].body.size(), 1024u * 1024);
  EXPECT_NE(asked[1].body.find("(cut: 5000000 bytes)\",\"errorType\":\"std::runtime_error\""),
            std::string::npos);
  EXPECT_LT(log.size(), 200'000u);
}

TEST(LongError, OfTheInitializationIsCutToo) {
  connection::ScriptedServer server({{status(202)}});
  ProcessServices process{Environment()};
  Loop loop(process, server.endpoint(), kQuickRetry);
  testing::internal::CaptureStderr();
  loop.report_init_error(
      {.type = "NoModel", .message = std::string(5'000'000, '\x01'), .stack = {}});
  EXPECT_LT(testing::internal::GetCapturedStderr().size(), 200'000u);
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_LT(server.finish()[0].size(), 1024u * 1024);
}

TEST(LongInvocationId, LeavesTheXRayCauseOut) {
  const std::string id(50'000, 'i');
  const auto asked = serve(
      {{event("1", "", "Lambda-Runtime-Invocation-Id: " + id + "\r\n"), status(202), status(500)}},
      [](std::string_view) {
        return FunctionError{.type = "Mine", .message = std::string(32'000, 'm'), .stack = {}};
      });
  ASSERT_EQ(lines(asked), (Lines{kNext, error("1"), kNext}));
  EXPECT_NE(asked[1].head.find("Lambda-Runtime-Invocation-Id: " + id), std::string::npos);
  EXPECT_NE(asked[1].head.find("Error-Type: Function.Mine\r\n"), std::string::npos);
  EXPECT_EQ(asked[1].head.find("XRay"), std::string::npos);
}

TEST(LongContentType, IsReported) {
  const auto asked = serve({{event("1", ""), status(202), status(500)}}, [](std::string_view) {
    return Response{.body = "", .content_type = std::string(100'000, 'c')};
  });
  EXPECT_EQ(lines(asked), (Lines{kNext, error("1"), kNext}));
  EXPECT_NE(asked[1].body.find("Function.InvalidContentType"), std::string::npos);
}

TEST(UnreadableResponse, IsReported) {
  const std::size_t bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const page = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(page, MAP_FAILED);
  const auto begin = Clock::now();
  const auto asked =
      serve({{event("1", ""), lose()}, {status(202), status(500)}}, [&](std::string_view) {
        return Borrowed{std::string_view(static_cast<const char*>(page), bytes)};
      });
  ::munmap(page, bytes);
  EXPECT_LT(Clock::now() - begin, seconds(20));
  ASSERT_GE(asked.size(), 3u);
  const Asked& report = asked[asked.size() - 2];
  EXPECT_EQ(report.line, error("1"));
  EXPECT_NE(report.body.find("lambda::Borrowed"), std::string::npos);
  EXPECT_NE(report.head.find("Error-Type: Function.UnreadableResponse\r\n"), std::string::npos);
}

}  // namespace
}  // namespace lambda::loop
