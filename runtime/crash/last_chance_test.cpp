// Each way out of a process, in a process of its own, against a real socket.
#include "runtime/crash/last_chance.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "runtime/http/scripted_server.h"

namespace lambda::crash {
namespace {

using testing::ExitedWithCode;
using testing::KilledBySignal;

constexpr api::InvocationKey kKey{.request_id = "id-1", .invocation_id = "try-2"};

http::ScriptedServer::Connections one_answer() {
  return {{{.answer = http::make_answer(202, "", "{}")}}};
}

void fault() { *reinterpret_cast<volatile int*>(std::uintptr_t{8}) = 1; }
int owns_every_thread() { return 1; }
void host_handler(int, siginfo_t*, void*) { _exit(42); }

/// One process that begins as a runtime does, then leaves by `leave`.
template <typename Leave>
std::vector<std::string> requests_when(Leave leave, testing::ExitedWithCode ending) {
  http::ScriptedServer server(one_answer());
  EXPECT_EXIT(
      {
        static_cast<void>(expect_initialization(server.endpoint()));
        guard_exits(nullptr);
        leave();
      },
      ending, "");
  return server.finish();
}

TEST(LastChance, ReportsAnExitWithinAnInvocation) {
  const auto requests = requests_when(
      [] {
        expect_answer(kKey);
        std::exit(3);
      },
      ExitedWithCode(3));
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_TRUE(requests[0].starts_with("POST /2018-06-01/runtime/invocation/id-1/error HTTP/1.1"));
  EXPECT_NE(requests[0].find("\r\nLambda-Runtime-Invocation-Id: try-2\r\n"), std::string::npos);
  EXPECT_NE(requests[0].find("Lambda-Runtime-Function-Error-Type: Runtime.ExitError\r\n"),
            std::string::npos);
  EXPECT_NE(requests[0].find("\"errorType\":\"Runtime.ExitError\""), std::string::npos);
}

TEST(LastChance, ReportsAnExitWithinTheInitialization) {
  const auto requests = requests_when([] { std::exit(4); }, ExitedWithCode(4));
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_TRUE(requests[0].starts_with("POST /2018-06-01/runtime/init/error HTTP/1.1"));
  EXPECT_EQ(requests[0].find("Invocation-Id"), std::string::npos);
}

TEST(LastChance, IsSilentWhenNothingIsOwed) {
  http::ScriptedServer server({});
  EXPECT_EXIT(
      {
        static_cast<void>(expect_initialization(server.endpoint()));
        guard_exits(nullptr);
        expect_nothing();
        std::exit(0);
      },
      ExitedWithCode(0), "");
  EXPECT_TRUE(server.finish().empty());
}

TEST(LastChance, ReportsOnce) {
  const auto requests = requests_when(
      [] {
        expect_answer(kKey);
        report_leaving("Runtime.ExitError", "first");
        report_leaving("Runtime.ExitError", "second");
        std::exit(5);
      },
      ExitedWithCode(5));
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_NE(requests[0].find("\"errorMessage\":\"first\""), std::string::npos);
}

TEST(LastChance, SendsAMessageOfAnyBytesAsJson) {
  const auto requests = requests_when(
      [] {
        expect_answer(kKey);
        report_leaving("Runtime.ExitError", "a\"b\\c\n\x01\xFF" + std::string(10'000, 'x'));
        std::exit(6);
      },
      ExitedWithCode(6));
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_NE(requests[0].find("\"errorMessage\":\"a'b/c   xxx"), std::string::npos);
  EXPECT_TRUE(requests[0].ends_with("\"stackTrace\":[]}"));
}

struct Fatal {
  const char* name;
  void (*leave)();
  int signal;
  const char* type;
};

class FatalSignal : public testing::TestWithParam<Fatal> {};

TEST_P(FatalSignal, IsReportedAndStillEndsTheProcess) {
  http::ScriptedServer server(one_answer());
  EXPECT_EXIT(
      {
        static_cast<void>(expect_initialization(server.endpoint()));
        guard_exits(nullptr);
        expect_answer(kKey);
        GetParam().leave();
      },
      KilledBySignal(GetParam().signal), "");
  const auto requests = server.finish();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_NE(requests[0].find(std::string("Error-Type: ") + GetParam().type), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(All, FatalSignal,
                         testing::Values(Fatal{"Abort", std::abort, SIGABRT, "Runtime.Aborted"},
                                         Fatal{"Fault", fault, SIGSEGV, "Runtime.Fault"},
                                         Fatal{"FaultOfAThread", [] { std::thread(fault).join(); },
                                               SIGSEGV, "Runtime.Fault"},
                                         Fatal{"Trap",
                                               [] {
                                                 raise(SIGILL);
                                                 raise(SIGILL);
                                               },
                                               SIGILL, "Runtime.Fault"}),
                         [](const auto& info) { return info.param.name; });

TEST(LastChance, LeavesAFaultOfTheHostsThreadToTheHost) {
  http::ScriptedServer server({});
  EXPECT_EXIT(
      {
        struct sigaction host{};
        host.sa_sigaction = host_handler;
        host.sa_flags = SA_SIGINFO;
        sigaction(SIGSEGV, &host, nullptr);
        static_cast<void>(expect_initialization(server.endpoint()));
        guard_exits(owns_every_thread);
        expect_answer(kKey);
        fault();
      },
      ExitedWithCode(42), "");
  EXPECT_TRUE(server.finish().empty());
}

TEST(LastChance, NamesAHostThatCannotBeResolved) {
  const auto expected =
      expect_initialization({.host = "no-such-host.invalid", .port = 9, .authority = "x"});
  ASSERT_FALSE(expected.has_value());
  EXPECT_NE(expected.error().message.find("no-such-host.invalid"), std::string::npos);
}

}  // namespace
}  // namespace lambda::crash
