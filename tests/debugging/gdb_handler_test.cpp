// gdb stops in a handler that serves an event, at a line, and shows its variables.
#include <gtest/gtest.h>

#include "tests/peers/child.h"
#include "tests/peers/http.h"
#include "tests/peers/runfile.h"
#include "tests/peers/server.h"

namespace lambda::debugging_test {
namespace {

TEST(DebugBuild, StopsInAHandlerThatServesAnEvent) {
  const auto gdb = peers::find_program("gdb");
  ASSERT_TRUE(gdb.has_value()) << gdb.error().message;
  const uint16_t port = peers::free_port();
  const auto server = peers::Server::start(
      {{peers::runfile("AWS_EMULATOR"), "--runtime-interface-emulator-address",
        "127.0.0.1:" + std::to_string(port), "--runtime-api-address",
        "127.0.0.1:" + std::to_string(peers::free_port()), *gdb, "-nx", "-batch", "-ex",
        "break faulty.cpp:27", "-ex", "run", "-ex", "info locals", "-ex", "backtrace", "-ex",
        "continue", peers::runfile("PROGRAM")},
       {{"AWS_LAMBDA_FUNCTION_TIMEOUT", "60"}},
       {},
       {}},
      port);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  const auto answer = peers::invoke((*server)->port(), "{}");
  ASSERT_TRUE(answer.has_value()) << (*server)->log();
  EXPECT_EQ("\"whole\"", answer->body);
  const std::string log = (*server)->log();
  EXPECT_TRUE(log.contains("at tests/debugging/faulty.cpp:27")) << log;
  EXPECT_TRUE(log.contains("greeting = ")) << log;
  EXPECT_TRUE(log.contains("shop::handle (event=")) << log;
}

}  // namespace
}  // namespace lambda::debugging_test
