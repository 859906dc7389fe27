// Nobody reads the log, and all else goes on: calls, time limits, the end.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/files/unique_fd.h"
#include "emulator/testing/raw_http.h"
#include "emulator/testing/started_entrypoint.h"

namespace lambda::emulator {
namespace {

using testing::invoke_request;
using testing::RawConnection;
using Clock = std::chrono::steady_clock;

/// A pipe that is full and that nobody reads, as what the program writes to.
class UnreadLog : public testing::StartedEntrypoint {
 protected:
  UnreadLog() {
    int fds[2];
    EXPECT_EQ(::pipe2(fds, O_CLOEXEC), 0);
    read_ = UniqueFd(fds[0]);
    write_ = UniqueFd(fds[1]);
    ::fcntl(fds[1], F_SETFL, O_NONBLOCK);
    while (::write(fds[1], "x", 1) == 1) {
    }
    ::fcntl(fds[1], F_SETFL, 0);
  }
  pid_t start_with(std::vector<std::string> arguments, int replaced) {
    return start(std::move(arguments), {}, [this, replaced] { ::dup2(write_.get(), replaced); });
  }

 private:
  UniqueFd read_;
  UniqueFd write_;
};

TEST_F(UnreadLog, HoldsUpNeitherCallsNorTheEnd) {
  const pid_t server = start_with(serve_arguments("flood"), STDERR_FILENO);
  RawConnection connection(await_port());
  for (int i = 0; i < 20; ++i) {  // Several times what is kept for the reader.
    connection.send(invoke_request(std::to_string(i)));
    EXPECT_EQ(connection.read_answer().value().body, std::to_string(i));
  }
  const auto start = Clock::now();
  ::kill(server, SIGTERM);
  EXPECT_EQ(wait(server).status, 0);
  EXPECT_LT(Clock::now() - start, std::chrono::seconds(10));
}

TEST_F(UnreadLog, HoldsUpNoTimeLimit) {
  auto arguments = serve_arguments("hang");
  arguments.insert(arguments.begin(), {"--timeout", "0.5"});
  const pid_t server = start_with(arguments, STDERR_FILENO);
  RawConnection connection(await_port());
  const auto start = Clock::now();
  connection.send(invoke_request("\"bad\""));
  EXPECT_TRUE(testing::has(connection.read_answer().value().body, "timed out after 0.50 seconds"));
  EXPECT_LT(Clock::now() - start, std::chrono::seconds(10));
  ::kill(server, SIGTERM);
  EXPECT_EQ(wait(server).status, 0);
}

TEST_F(UnreadLog, HoldsUpNoSingleInvocation) {
  const auto start = Clock::now();
  const testing::Ended ended = wait(start_with(
      {"--bootstrap", bootstrap_, "--note", "a note", "--invoke", "1", "flood"}, STDERR_FILENO));
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out, "1\n");
  EXPECT_LT(Clock::now() - start, std::chrono::seconds(15));
}

TEST_F(UnreadLog, LetsAnAnswerThatNobodyReadsBeInterrupted) {
  const pid_t pid = start_with({"--bootstrap", bootstrap_, "--invoke", "1", "echo"}, STDOUT_FILENO);
  while (!testing::has(testing::read_file(folder_ / "err"), "REPORT")) {
    ::usleep(1000);
  }
  ::kill(pid, SIGINT);
  EXPECT_EQ(wait(pid).status, 128 + SIGINT);
}

}  // namespace
}  // namespace lambda::emulator
