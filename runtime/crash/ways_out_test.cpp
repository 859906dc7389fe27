// Each way out of a process: what the caller and the log are told, and that the process ends as it
// would have.
#include <signal.h>
#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <Poco/Exception.h>
#include <gtest/gtest.h>

#include "runtime/connection/scripted_server.h"
#include "runtime/crash/ended_process.h"
#include "runtime/crash/last_chance.h"
#include "runtime/crash/program.h"

namespace lambda::crash {
namespace {

using connection::ScriptedServer;

constexpr std::uintptr_t kFunctionBytesMax = 512;

ScriptedServer::Connections one_answer() {
  return {{{.answer = connection::make_answer(202, "", "{}")}}};
}

// None of these is inlined, nor ends in a tail call, so that each has its frame.
#define WAY_OUT(name) [[gnu::noinline]] void name()
void stay() { asm volatile("" ::: "memory"); }

volatile std::uintptr_t eight = 8;
volatile int zero = 0;

WAY_OUT(write_to_eight) {
  *reinterpret_cast<volatile int*>(eight) = 1;
  stay();
}
WAY_OUT(write_to_no_address) {
  *reinterpret_cast<volatile int*>(eight << 60) = 1;
  stay();
}
WAY_OUT(call_null) {
  reinterpret_cast<void (*)()>(eight - 8)();
  stay();
}
WAY_OUT(measure_eight) {
  zero = static_cast<int>(std::strlen(reinterpret_cast<const char*>(eight)));
  stay();
}
WAY_OUT(read_behind_the_end_of_a_file) {
  std::FILE* const file = std::tmpfile();
  auto* const page =
      static_cast<volatile char*>(mmap(nullptr, 4096, PROT_READ, MAP_SHARED, ::fileno(file), 0));
  zero = page[0];
  stay();
}
WAY_OUT(run_no_instruction) {
#if defined(__x86_64__)
  asm volatile("ud2");
#else
  asm volatile("udf #0");
#endif
  stay();
}
WAY_OUT(divide_by_zero) {
#if defined(__x86_64__)
  asm volatile("divl %0" ::"r"(zero), "a"(1), "d"(0));
#else
  raise(SIGFPE);  // The processor gives 0.
#endif
  stay();
}
WAY_OUT(trap) {
#if defined(__x86_64__)
  asm volatile("int3");
#else
  asm volatile("brk #1");
#endif
  stay();
}
WAY_OUT(call_abort) { std::abort(); }
WAY_OUT(send_segv) {
  raise(SIGSEGV);
  stay();
}
WAY_OUT(send_bus) {
  raise(SIGBUS);
  stay();
}
WAY_OUT(fault_in_a_thread) { std::thread(write_to_eight).join(); }
[[gnu::noinline]] int recurse(int depth) {
  volatile char room[4096];
  room[depth % 4096] = static_cast<char>(depth);
  return recurse(depth + 1) + room[0];
}
WAY_OUT(fill_the_stack) {
  zero = recurse(1);
  stay();
}
void throw_error() { throw std::runtime_error("no \"way\""); }
void throw_number() { throw 7; }
WAY_OUT(throw_out_of_noexcept) {
  []() noexcept { throw_error(); }();
  stay();
}
WAY_OUT(throw_out_of_a_thread) {
  std::thread([] { throw Poco::NotFoundException("it"); }).join();
}
WAY_OUT(throw_a_number) {
  []() noexcept { throw_number(); }();
  stay();
}
WAY_OUT(terminate) { std::terminate(); }
WAY_OUT(call_exit) { std::exit(3); }
WAY_OUT(call_quick_exit) { std::quick_exit(4); }
WAY_OUT(exit_the_thread) { pthread_exit(nullptr); }

struct WayOut {
  const char* name;
  void (*leave)();
  int signal;  // That ends it; 0: it exits.
  int code;
  std::string type;
  std::string message;          // A regular expression.
  void (*stack)() = nullptr;    // A function of the stack.
  bool begins_outside = false;  // The stack.
};

void PrintTo(const WayOut& way, std::ostream* stream) { *stream << way.name; }

/// Whether one of the addresses of `text` is one of the function's.
bool names(const std::string& text, void (*function)()) {
  const std::uintptr_t begin =
      Program::find().offset_of(reinterpret_cast<std::uintptr_t>(function));
  const std::regex address("bootstrap\\+0x([0-9a-f]+)");
  for (std::sregex_iterator found(text.begin(), text.end(), address), end; found != end; ++found) {
    const std::uintptr_t offset = std::stoull((*found)[1], nullptr, 16);
    if (offset >= begin && offset < begin + kFunctionBytesMax) {
      return true;
    }
  }
  return false;
}

class Leaving : public testing::TestWithParam<WayOut> {};

TEST_P(Leaving, IsToldToTheCallerAndTheLog) {
  const WayOut& way = GetParam();
  ScriptedServer server(one_answer());
  const EndedProcess ended = serve(server.endpoint(), way.leave);
  EXPECT_TRUE(way.signal == 0 ? ended.has_exited(way.code) : ended.was_ended_by(way.signal))
      << ended.status << ended.log;
  ASSERT_EQ(server.finish().size(), 1u) << ended.log;
  const std::string& request = server.finish()[0];
  EXPECT_TRUE(request.starts_with("POST /2018-06-01/runtime/invocation/id-1/error HTTP/1.1\r\n"));
  EXPECT_TRUE(request.contains("\r\nLambda-Runtime-Invocation-Id: try-2\r\n")) << request;
  EXPECT_TRUE(request.contains("Lambda-Runtime-Function-Error-Type: " + way.type + "\r\n"));
  const std::string body = request.substr(request.find("\r\n\r\n") + 4);
  EXPECT_TRUE(
      std::regex_match(body, std::regex("\\{\"errorMessage\":\"" + way.message +
                                        "\",\"errorType\":\"" + way.type + "\",\"stackTrace\":\\[" +
                                        (way.begins_outside ? "\"outside of the program\"," : "") +
                                        "\"bootstrap\\+0x.*" + "\"build-id [0-9a-f]{40}\"\\]\\}")))
      << body;
  const std::size_t record = ended.log.find(" FATAL id-1 tenant=blue " + way.type + ": ");
  ASSERT_NE(record, std::string::npos) << ended.log;
  const std::string line = ended.log.substr(record, ended.log.find('\n', record) - record);
  EXPECT_TRUE(line.contains("\r    build-id ")) << line;
  if (way.stack != nullptr) {
    EXPECT_TRUE(names(body, way.stack)) << body;
    EXPECT_TRUE(names(line, way.stack)) << line;
  }
}

const std::string kEight = "0000000000000008";

INSTANTIATE_TEST_SUITE_P(
    All, Leaving,
    testing::Values(
        WayOut{"Segv", write_to_eight, SIGSEGV, 0, "Runtime.Fault",
               "SIGSEGV: there is no access to memory at " + kEight, write_to_eight},
        WayOut{"SegvOfNoAddress", write_to_no_address, SIGSEGV, 0, "Runtime.Fault",
               "SIGSEGV: there is no access to memory at an address that cannot be one",
               write_to_no_address},
        WayOut{"SegvOfACall", call_null, SIGSEGV, 0, "Runtime.Fault",
               "SIGSEGV: there is no access to memory at 0000000000000000", call_null, true},
        WayOut{"SegvInTheCLibrary", measure_eight, SIGSEGV, 0, "Runtime.Fault",
               "SIGSEGV: there is no access to memory at " + kEight, measure_eight},
        WayOut{"SegvOfAThread", fault_in_a_thread, SIGSEGV, 0, "Runtime.Fault",
               "SIGSEGV: there is no access to memory at " + kEight, write_to_eight},
        WayOut{"SegvOfAFullStack", fill_the_stack, SIGSEGV, 0, "Runtime.Fault",
               "SIGSEGV: there is no access to memory at [0-9a-f]{16}"},
        WayOut{"Bus", read_behind_the_end_of_a_file, SIGBUS, 0, "Runtime.Fault",
               "SIGBUS: there is nothing behind the memory at [0-9a-f]{16}",
               read_behind_the_end_of_a_file},
        WayOut{"Ill", run_no_instruction, SIGILL, 0, "Runtime.Fault",
               "SIGILL: an illegal instruction, or __builtin_trap\\(\\)", run_no_instruction},
        WayOut{"Fpe", divide_by_zero, SIGFPE, 0, "Runtime.Fault",
               "SIGFPE: a calculation without a result, as a division by zero", divide_by_zero},
        WayOut{"Trap", trap, SIGTRAP, 0, "Runtime.Fault",
               "SIGTRAP: a trap, as of __builtin_trap\\(\\)", trap},
        WayOut{"Abort", call_abort, SIGABRT, 0, "Runtime.Aborted",
               "SIGABRT: abort\\(\\) was called; the log may say why", call_abort},
        WayOut{"SentSegv", send_segv, SIGSEGV, 0, "Runtime.Fault",
               "SIGSEGV was sent by this process itself", send_segv},
        WayOut{"SentBus", send_bus, SIGBUS, 0, "Runtime.Fault",
               "SIGBUS was sent by this process itself", send_bus},
        WayOut{"ThrowOutOfNoexcept", throw_out_of_noexcept, SIGABRT, 0, "Runtime.Terminated",
               "std::terminate\\(\\) was called: an exception that nothing catches, "
               "std::runtime_error: no \\\\\"way\\\\\"",
               throw_out_of_noexcept},
        WayOut{"ThrowOutOfAThread", throw_out_of_a_thread, SIGABRT, 0, "Runtime.Terminated",
               "std::terminate\\(\\) was called: an exception that nothing catches, "
               "Poco::NotFoundException: Not found: it"},
        WayOut{"ThrowANumber", throw_a_number, SIGABRT, 0, "Runtime.Terminated",
               "std::terminate\\(\\) was called: an exception that nothing catches, int",
               throw_a_number},
        WayOut{"Terminate", terminate, SIGABRT, 0, "Runtime.Terminated",
               "std::terminate\\(\\) was called: without an exception", terminate},
        WayOut{"Exit", call_exit, 0, 3, "Runtime.ExitError",
               "the process called exit\\(\\); its log may say why", call_exit},
        WayOut{"QuickExit", call_quick_exit, 0, 4, "Runtime.ExitError",
               "the process called exit\\(\\); its log may say why", call_quick_exit},
        WayOut{"EndOfTheOnlyThread", exit_the_thread, 0, 0, "Runtime.ExitError",
               "the process called exit\\(\\); its log may say why"}),
    [](const auto& info) { return info.param.name; });

class SentSignal : public testing::TestWithParam<int> {};

TEST_P(SentSignal, EndsTheProcessThoughNoInstructionFailed) {
  ScriptedServer server(one_answer());
  const EndedProcess ended = serve(server.endpoint(), [] {
    const pid_t parent = getpid();
    if (fork() == 0) {
      kill(parent, GetParam());
      _exit(0);
    }
    while (true) {
      pause();
    }
  });
  EXPECT_TRUE(ended.was_ended_by(GetParam())) << ended.status;
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_TRUE(
      std::regex_search(server.finish()[0], std::regex("\"SIG[A-Z]+ was sent by process [0-9]+\"")))
      << server.finish()[0];
}

INSTANTIATE_TEST_SUITE_P(All, SentSignal,
                         testing::Values(SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT));

// ---- What was installed before.

void leave_as_a_host(int) { _exit(42); }
void leave_as_a_host_with_more(int, siginfo_t*, void*) { _exit(43); }
int owns_every_thread() { return 1; }
int owns_no_thread() { return 0; }

/// A process whose host handles `signal`; it leaves by `leave`.
EndedProcess serve_for_a_host(const ScriptedServer& server, int signal, bool has_information,
                              int (*owns_thread)(), void (*leave)()) {
  return live([&] {
    struct sigaction host{};
    if (has_information) {
      host.sa_sigaction = leave_as_a_host_with_more;
      host.sa_flags = SA_SIGINFO;
    } else {
      host.sa_handler = leave_as_a_host;
    }
    sigaction(signal, &host, nullptr);
    static_cast<void>(expect_initialization(server.endpoint()));
    guard_exits(owns_thread);
    debt().expect_answer(kKey, "");
    leave();
  });
}

TEST(Host, GetsTheFaultsOfItsThreads) {
  for (const bool has_information : {false, true}) {
    ScriptedServer server({});
    const EndedProcess ended =
        serve_for_a_host(server, SIGSEGV, has_information, owns_every_thread, write_to_eight);
    EXPECT_TRUE(ended.has_exited(has_information ? 43 : 42)) << ended.status;
    EXPECT_TRUE(server.finish().empty());
  }
}

TEST(Host, GetsNoFaultOfAnotherThread) {
  ScriptedServer server(one_answer());
  const EndedProcess ended =
      serve_for_a_host(server, SIGSEGV, true, owns_no_thread, write_to_eight);
  EXPECT_TRUE(ended.was_ended_by(SIGSEGV)) << ended.status;
  EXPECT_EQ(server.finish().size(), 1u);
}

TEST(Host, GetsAbortAfterTheReport) {
  for (const auto owns_thread : {owns_every_thread, owns_no_thread}) {
    ScriptedServer server(one_answer());
    const EndedProcess ended = serve_for_a_host(server, SIGABRT, false, owns_thread, call_abort);
    EXPECT_TRUE(ended.has_exited(42)) << ended.status;
    ASSERT_EQ(server.finish().size(), 1u);
    EXPECT_TRUE(server.finish()[0].contains("Runtime.Aborted"));
  }
}

TEST(Handler, OfBeforeGetsTheFaultAfterTheReport) {
  ScriptedServer server(one_answer());
  const EndedProcess ended = serve_for_a_host(server, SIGSEGV, true, nullptr, write_to_eight);
  EXPECT_TRUE(ended.has_exited(43)) << ended.status;
  EXPECT_EQ(server.finish().size(), 1u);
}

TEST(Handler, OfBeforeGetsWhatAnotherProcessSends) {
  ScriptedServer server({});
  const EndedProcess ended = serve_for_a_host(server, SIGABRT, true, nullptr, [] {
    const pid_t parent = getpid();
    if (fork() == 0) {
      kill(parent, SIGABRT);
      _exit(0);
    }
    while (true) {
      pause();
    }
  });
  EXPECT_TRUE(ended.has_exited(43)) << ended.status;
  EXPECT_TRUE(server.finish().empty());
}

void leave_as_a_terminated_host() { _exit(44); }

TEST(Handler, OfBeforeEndsTheProcessAfterTerminate) {
  ScriptedServer server(one_answer());
  const EndedProcess ended = live([&] {
    std::set_terminate(leave_as_a_terminated_host);
    static_cast<void>(expect_initialization(server.endpoint()));
    guard_exits(nullptr);
    debt().expect_answer(kKey, "");
    terminate();
  });
  EXPECT_TRUE(ended.has_exited(44)) << ended.status;
  EXPECT_EQ(server.finish().size(), 1u);
}

}  // namespace
}  // namespace lambda::crash
