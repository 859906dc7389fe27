// The Runtime API cannot be reached at times: the system's connect() fails as it is told here.
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/loop/loop.h"
#include "runtime/loop/scripted_life.h"

namespace {

std::atomic<int> refusals = 0;  // Of the connections to be made next.

}  // namespace

// Takes the place of the C library's in this program.
extern "C" int connect(int descriptor, const sockaddr* address, socklen_t address_bytes) {
  if (refusals > 0) {
    --refusals;
    errno = ECONNREFUSED;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_connect, descriptor, address, address_bytes));
}

namespace lambda::loop {
namespace {

using Lines = std::vector<std::string>;

/// An event after which a new connection is needed, as many refusals, and what comes then.
std::vector<Asked> serve_refused(int count, std::vector<connection::ScriptedExchange> then) {
  const std::string close = "Connection: close\r\n";
  connection::ScriptedExchange first = event("1", "", close);
  first.ending = connection::ScriptedExchange::Ending::kClose;
  return serve({{first}, std::move(then)}, [count, is_first = true](std::string_view) mutable {
    refusals = std::exchange(is_first, false) ? count : 0;
  });
}

TEST(RefusedConnection, IsTriedOnceMoreForAnAnswer) {
  EXPECT_EQ(lines(serve_refused(1, {status(202), status(500)})),
            (Lines{kNext, response("1"), kNext}));
}

// Nothing was sent before, so that the refusal is of this answer.
TEST(RefusedConnection, DoesNotMakeARefusedAnswerADeliveredOne) {
  for (const int refusal : {400, 403}) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(lines(serve_refused(1, {status(refusal), status(500)})),
              (Lines{kNext, response("1"), kNext}));
    const std::string log = testing::internal::GetCapturedStderr();
    EXPECT_NE(log.find("Runtime.PostRefused: "), std::string::npos) << log;
  }
}

TEST(RefusedConnection, LosesOneInvocationWhenItIsRefusedTwice) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(lines(serve_refused(2, {event("2", ""), status(202), status(500)})),
            (Lines{kNext, kNext, response("2"), kNext}));
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find("Runtime.ConnectionLost: cannot connect to 127.0.0.1:"), std::string::npos)
      << log;
}

TEST(RefusedConnection, IsTriedForNextAsOftenAsThePolicySays) {
  refusals = kQuickRetry.attempts - 1;
  EXPECT_EQ(lines(serve({{event("1", ""), status(202), status(500)}}, echo)),
            (Lines{kNext, response("1"), kNext}));
  refusals = kQuickRetry.attempts;
  EXPECT_EQ(lines(serve({{status(500)}}, echo)), Lines());
  EXPECT_EQ(refusals, 0);
}

}  // namespace
}  // namespace lambda::loop
