// However the program ends, nothing that its function started lives on.
#include <signal.h>

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "emulator/testing/raw_http.h"
#include "emulator/testing/started_entrypoint.h"
#include "emulator/testing/test_processes.h"

namespace lambda::emulator {
namespace {

using testing::Ended;
using testing::invoke_request;
using testing::processes_left;
using testing::processes_named;
using testing::RawConnection;

/// The function leaves a daemon and a session behind at each event.
class LeftBehind : public testing::StartedEntrypoint {
 protected:
  std::vector<std::string> with_name(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--env", "PROCESS_NAME=" + name_});
    return arguments;
  }

  const std::string name_ = testing::new_process_name();
};

TEST_F(LeftBehind, IsEndedAfterOneInvocation) {
  const Ended ended = run(with_name({"--bootstrap", bootstrap_, "--invoke", "1", "leaves"}));
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "1\n");
  EXPECT_EQ(processes_named(name_).size(), 0u) << "before the program has ended";
}

TEST_F(LeftBehind, IsEndedAfterAnInvocationThatTookTooLong) {
  const Ended ended = run(
      with_name({"--bootstrap", bootstrap_, "--timeout", "0.5", "--invoke", "\"bad\"", "hang"}));
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_EQ(processes_named(name_).size(), 0u);
}

class Stopped : public LeftBehind, public ::testing::WithParamInterface<int> {};

TEST_P(Stopped, EndsItWithTheServer) {
  const pid_t server = start(with_name(serve_arguments("leaves")));
  RawConnection connection(await_port());
  for (const char* event : {"0", "1", "5"}) {
    connection.send(invoke_request(event));
    EXPECT_EQ(connection.read_answer().value().body, event);
  }
  EXPECT_EQ(processes_named(name_).size(), 7u) << "the function, three daemons, three sessions";
  ::kill(server, GetParam());
  const bool can_say_goodbye = GetParam() != SIGKILL;
  EXPECT_EQ(wait(server).status, can_say_goodbye ? 0 : 128 + SIGKILL);
  if (can_say_goodbye) {
    EXPECT_EQ(processes_named(name_).size(), 0u);
  }
  EXPECT_EQ(processes_left(name_), "");
}

INSTANTIATE_TEST_SUITE_P(Signals, Stopped, ::testing::Values(SIGTERM, SIGINT, SIGHUP, SIGKILL),
                         [](const auto& info) { return "Signal" + std::to_string(info.param); });

}  // namespace
}  // namespace lambda::emulator
