// Memory runs out, in a child process of each test: what must not fail then does not.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <new>
#include <string>

#include <gtest/gtest.h>

#include "runtime/connection/scripted_server.h"
#include "runtime/lambda.h"
#include "runtime/loop/trace_variable.h"

namespace lambda::loop {
namespace {

constexpr int kExpected = 7;

/// From now on no allocation of this process succeeds, of whatever size.
void use_up_memory() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  ::setrlimit(RLIMIT_DATA, &none);  // The stack may still grow.
  for (std::size_t bytes = std::size_t{1} << 20; bytes > 0; bytes /= 2) {
    static void* volatile last;  // Else the compiler leaves the allocations out.
    do {
      last = std::malloc(bytes);
    } while (last != nullptr);
  }
}

/// The status that the child exits with.
template <typename Child>
int status_of(Child child) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::_exit(child());
  }
  int status = 0;
  EXPECT_EQ(::waitpid(pid, &status, 0), pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(OutOfMemory, LeavesTheTraceUnset) {
  EXPECT_EQ(status_of([] {
              ::unsetenv("_X_AMZN_TRACE_ID");
              TraceVariable trace;
              use_up_memory();
              const bool is_set = trace.set("Root=1");
              return !is_set && std::getenv("_X_AMZN_TRACE_ID") == nullptr ? kExpected : 1;
            }),
            kExpected);
}

TEST(OutOfMemory, IsNoObstacleToTheNextTrace) {
  EXPECT_EQ(status_of([] {
              TraceVariable trace;
              if (!trace.set("Root=1")) {
                return 1;
              }
              use_up_memory();
              if (!trace.set("Root=2") || !trace.set("Root=3")) {
                return 2;
              }
              return std::string_view(std::getenv("_X_AMZN_TRACE_ID")) == "Root=3" ? kExpected : 3;
            }),
            kExpected);
}

TEST(OutOfMemory, EndsTheProcessWithAStatusAndAReason) {
  const std::string event = connection::make_answer(200,
                                                    "Lambda-Runtime-Aws-Request-Id: id\r\n"
                                                    "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n",
                                                    "event");
  connection::ScriptedServer server({{{.answer = event}, {.answer = ""}}});
  ::setenv("AWS_LAMBDA_RUNTIME_API", server.endpoint().authority.c_str(), 1);
  testing::internal::CaptureStderr();
  const int status = status_of([] {
    return lambda::run([](std::string_view) -> std::string {
      use_up_memory();
      throw std::bad_alloc();
    });
  });
  const std::string log = testing::internal::GetCapturedStderr();
  server.finish();
  EXPECT_EQ(status, 1);
  EXPECT_NE(log.find("std::bad_alloc: "), log.npos) << log;
}

}  // namespace
}  // namespace lambda::loop
