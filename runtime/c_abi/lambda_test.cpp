// The C functions against a real socket that follows a script: what is sent, and what is refused.
#include "runtime/c_abi/lambda.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/c_abi/script.h"

namespace lambda {
namespace {

TEST(CInterface, HandsOutTheEventWithAllItsHeaders) {
  Script script({event("body", "Lambda-Runtime-Trace-Id: Root=1\r\nX-Other: 7\r\n")});
  lambda_event got{};
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  EXPECT_EQ(view_of(got.body), "body");
  EXPECT_EQ(view_of(got.request_id), "id-1");
  EXPECT_EQ(view_of(got.trace_id), "Root=1");
  EXPECT_EQ(got.tenant_id.size, 0u);
  EXPECT_EQ(got.deadline_ms, 4102444800000u);
  EXPECT_GT(lambda_remaining_ms(got.deadline_ms), 0);
  EXPECT_LT(lambda_remaining_ms(1), 0);
  bool has_other = false;
  for (uint64_t i = 0; i < got.header_count; ++i) {
    has_other |= view_of(got.headers[i].name) == "X-Other" && view_of(got.headers[i].value) == "7";
  }
  EXPECT_TRUE(has_other);
}

TEST(CInterface, AnswersWithBytesAndWithCodePoints) {
  Script script({event("a"), status(202), event("b"), status(202), event("c"), status(202)});
  lambda_event got{};
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  EXPECT_EQ(lambda_respond(script.runtime(), got.body.bytes, got.body.size, nullptr), LAMBDA_OK);
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  const uint32_t code_points[] = {'x', 0xE9, 0x1F600, 0xD800};
  EXPECT_EQ(lambda_respond_utf32(script.runtime(), code_points, 4, "text/plain"), LAMBDA_OK);
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  EXPECT_EQ(lambda_respond(script.runtime(), nullptr, 0, "bad\r\ntype"), LAMBDA_OK);
  const auto& requests = script.requests();
  ASSERT_EQ(requests.size(), 6u);
  EXPECT_TRUE(requests[1].starts_with("POST /2018-06-01/runtime/invocation/id-1/response "));
  EXPECT_TRUE(requests[1].ends_with("\r\n\r\na")) << requests[1];
  EXPECT_NE(requests[1].find("Content-Type: application/json\r\n"), std::string::npos);
  EXPECT_TRUE(requests[3].ends_with("\r\n\r\nx\u00E9\U0001F600\uFFFD")) << requests[3];
  EXPECT_NE(requests[3].find("Content-Type: text/plain\r\n"), std::string::npos);
  EXPECT_NE(requests[5].find("Function.InvalidContentType"), std::string::npos);
}

TEST(CInterface, ReportsWhatFailed) {
  Script script({event("a"), status(202), status(500)});
  lambda_event got{};
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  const lambda_error error{.type = text_of("OUT-OF-STOCK"),
                           .message = text_of("no \"more\"\n\xFF"),
                           .stack = text_of("0: (F)\n1: (G)")};
  EXPECT_EQ(lambda_fail(script.runtime(), &error), LAMBDA_OK);
  EXPECT_EQ(lambda_next(script.runtime(), &got), LAMBDA_EXIT);
  const auto& requests = script.requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_TRUE(requests[1].starts_with("POST /2018-06-01/runtime/invocation/id-1/error "));
  EXPECT_NE(requests[1].find(R"x({"errorMessage":"no \"more\"\n)x"), std::string::npos);
  EXPECT_TRUE(
      requests[1].ends_with(R"x(","errorType":"OUT-OF-STOCK","stackTrace":["0: (F)","1: (G)"]})x"))
      << requests[1];
}

TEST(CInterface, SendsNoMoreThanItsLimits) {
  Script script({event("a"), status(202)});
  lambda_event got{};
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  const std::string message(1'000'000, 'm');
  std::string stack;
  for (int i = 0; i < 1000; ++i) {
    stack += "frame\n";
  }
  const lambda_error error{
      .type = text_of("T"), .message = text_of(message), .stack = text_of(stack)};
  EXPECT_EQ(lambda_fail(script.runtime(), &error), LAMBDA_OK);
  EXPECT_LT(script.requests()[1].size(), 70'000u);
}

TEST(CInterface, RefusesMoreCodePointsThanThereCanBe) {
  Script script({event("a"), status(202)});
  lambda_event got{};
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  const uint32_t letter = 'x';
  // Four bytes each would be 4, and 0.
  for (const uint64_t count :
       {uint64_t{PTRDIFF_MAX} / 4 + 1, UINT64_MAX / 4 + 1, UINT64_MAX / 4 + 2, UINT64_MAX}) {
    EXPECT_EQ(lambda_respond_utf32(script.runtime(), &letter, count, nullptr), LAMBDA_MISUSED);
  }
  EXPECT_EQ(lambda_respond_utf32(script.runtime(), &letter, 1, nullptr), LAMBDA_OK);
  EXPECT_TRUE(script.requests()[1].ends_with("\r\n\r\nx"));
}

TEST(CInterface, ReportsThatThereWillBeNoHandler) {
  Script script({status(202)});
  const lambda_error error{
      .type = text_of("Runtime.HandlerNotFound"), .message = text_of("no such file"), .stack = {}};
  EXPECT_EQ(lambda_fail_initialization(script.runtime(), &error), LAMBDA_OK);
  EXPECT_EQ(lambda_fail_initialization(script.runtime(), &error), LAMBDA_MISUSED);
  ASSERT_EQ(script.requests().size(), 1u);
  EXPECT_TRUE(script.requests()[0].starts_with("POST /2018-06-01/runtime/init/error "));
}

TEST(CInterface, RefusesCallsOutOfOrder) {
  Script script({event("a"), status(202), status(500)});
  lambda_event got{};
  lambda_error error{};
  EXPECT_EQ(lambda_respond(script.runtime(), "x", 1, nullptr), LAMBDA_MISUSED);
  EXPECT_EQ(lambda_fail(script.runtime(), &error), LAMBDA_MISUSED);
  EXPECT_EQ(lambda_next(script.runtime(), nullptr), LAMBDA_MISUSED);
  EXPECT_EQ(lambda_next(nullptr, &got), LAMBDA_MISUSED);
  EXPECT_EQ(lambda_open(nullptr), LAMBDA_MISUSED);
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  EXPECT_EQ(lambda_next(script.runtime(), &got), LAMBDA_MISUSED);
  EXPECT_EQ(lambda_fail_initialization(script.runtime(), &error), LAMBDA_MISUSED);
  EXPECT_EQ(lambda_respond(script.runtime(), nullptr, 1, nullptr), LAMBDA_MISUSED);
  EXPECT_EQ(lambda_respond(script.runtime(), "x", 1, nullptr), LAMBDA_OK);
  EXPECT_EQ(lambda_respond(script.runtime(), "x", 1, nullptr), LAMBDA_MISUSED);
  EXPECT_EQ(script.requests().size(), 2u);
}

TEST(CInterface, DoesNotOpenWithoutAnAddress) {
  unsetenv("AWS_LAMBDA_RUNTIME_API");
  lambda_runtime* runtime = nullptr;
  EXPECT_EQ(lambda_open(&runtime), LAMBDA_EXIT);
  EXPECT_EQ(runtime, nullptr);
  lambda_close(runtime);
}

// As a collector stops threads: without SA_RESTART, so that system calls are interrupted.
TEST(CInterface, OutlivesSignalsThatInterruptIt) {
  struct sigaction action{};
  action.sa_handler = [](int) {};
  sigaction(SIGUSR2, &action, nullptr);
  std::string body(3'000'000, 'b');
  Script script({event(body), status(202)});
  std::atomic<bool> is_over = false;
  const pthread_t serving = pthread_self();
  std::thread interrupter([&] {
    while (!is_over) {
      pthread_kill(serving, SIGUSR2);
      usleep(100);
    }
  });
  lambda_event got{};
  const lambda_status next = lambda_next(script.runtime(), &got);
  const lambda_status responded =
      next == LAMBDA_OK ? lambda_respond(script.runtime(), got.body.bytes, got.body.size, nullptr)
                        : next;
  is_over = true;
  interrupter.join();
  ASSERT_EQ(responded, LAMBDA_OK);
  EXPECT_TRUE(script.requests()[1].ends_with(body));
}

TEST(CInterface, ConvertsTexts) {
  const std::string text = "\u00E9\U0001F600x";
  uint64_t count = 0;
  ASSERT_EQ(lambda_measure_utf8(text.data(), text.size(), &count), text.size());
  ASSERT_EQ(count, 3u);
  uint32_t code_points[3];
  lambda_decode_utf8(text.data(), text.size(), code_points);
  char again[12];
  EXPECT_EQ(std::string(again, lambda_encode_utf8(code_points, 3, again)), text);
  EXPECT_EQ(lambda_measure_utf8("ab\xFF", 3, &count), 2u);
}

}  // namespace
}  // namespace lambda
