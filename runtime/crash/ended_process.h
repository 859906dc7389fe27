// For tests: runs code in a child process, and tells how it ended.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <utility>

#include "runtime/crash/last_chance.h"

namespace lambda::crash {

struct EndedProcess {
  int status = 0;  // As waitpid() gives it.
  std::string log;
  std::chrono::milliseconds duration{};

  bool has_exited(int code) const { return WIFEXITED(status) && WEXITSTATUS(status) == code; }
  bool was_ended_by(int signal) const { return WIFSIGNALED(status) && WTERMSIG(status) == signal; }
};

/// A process forked from this one that does `life`; where that returns, it leaves by _exit(0).
template <typename Life>
EndedProcess live(Life life) {
  std::FILE* const log = std::tmpfile();
  const auto begin = std::chrono::steady_clock::now();
  const pid_t process = ::fork();
  if (process == 0) {
    ::dup2(::fileno(log), STDERR_FILENO);
    life();
    ::_exit(0);
  }
  EndedProcess ended;
  ::waitpid(process, &ended.status, 0);
  ended.duration =
      std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  std::rewind(log);
  for (int c = std::fgetc(log); c != EOF; c = std::fgetc(log)) {
    ended.log += static_cast<char>(c);
  }
  std::fclose(log);
  return ended;
}

inline constexpr protocol::InvocationKey kKey{.request_id = "id-1", .invocation_id = "try-2"};

/// As above, of a process that begins as a runtime does, and has an event to answer.
template <typename Life>
EndedProcess serve(const connection::Endpoint& endpoint, Life life,
                   const logging::Settings& log = {}) {
  return live([&] {
    static_cast<void>(expect_initialization(endpoint, log));
    guard_exits(nullptr);
    debt().expect_answer(kKey, "blue");
    life();
  });
}

}  // namespace lambda::crash
