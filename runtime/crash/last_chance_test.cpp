// What is owed and to whom it is told, against a real socket.
#include "runtime/crash/last_chance.h"

#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <gtest/gtest.h>

#include "runtime/connection/scripted_server.h"
#include "runtime/crash/ended_process.h"
#include "runtime/logging/record.h"

namespace lambda::crash {
namespace {

using connection::ScriptedServer;

ScriptedServer::Connections one_answer() {
  return {{{.answer = connection::make_answer(202, "", "{}")}}};
}

volatile std::uintptr_t eight = 8;
void fault() { *reinterpret_cast<volatile int*>(eight) = 1; }

/// A process that begins as a runtime does, then leaves by `leave`.
template <typename Leave>
EndedProcess initialize(const ScriptedServer& server, Leave leave) {
  return live([&] {
    static_cast<void>(expect_initialization(server.endpoint()));
    guard_exits(nullptr);
    leave();
  });
}

TEST(LastChance, ReportsAnExitWithinTheInitialization) {
  ScriptedServer server(one_answer());
  const EndedProcess ended = initialize(server, [] { std::exit(4); });
  EXPECT_TRUE(ended.has_exited(4));
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_TRUE(server.finish()[0].starts_with("POST /2018-06-01/runtime/init/error HTTP/1.1"));
  EXPECT_FALSE(server.finish()[0].contains("Invocation-Id"));
  EXPECT_TRUE(ended.log.contains(" FATAL - Runtime.ExitError: ")) << ended.log;
}

TEST(LastChance, IsSilentWhenNothingIsOwed) {
  ScriptedServer server({});
  const EndedProcess ended = initialize(server, [] {
    debt().expect_answer(kKey, "");
    debt().expect_nothing();
    std::exit(0);
  });
  EXPECT_TRUE(ended.has_exited(0));
  EXPECT_EQ(ended.log, "");
  EXPECT_TRUE(server.finish().empty());
}

TEST(LastChance, TellsTheLogOfAFaultThoughNothingIsOwed) {
  ScriptedServer server({});
  const EndedProcess ended = initialize(server, [] {
    debt().expect_answer(kKey, "blue");
    debt().expect_nothing();
    fault();
  });
  EXPECT_TRUE(ended.was_ended_by(SIGSEGV));
  EXPECT_TRUE(ended.log.contains(" FATAL - Runtime.Fault: SIGSEGV: ")) << ended.log;
  EXPECT_TRUE(server.finish().empty());
}

TEST(LastChance, ReportsTheEventThatIsOwedNow) {
  ScriptedServer server(one_answer());
  const EndedProcess ended = initialize(server, [] {
    debt().expect_answer(kKey, "blue");
    debt().expect_nothing();
    debt().expect_answer({.request_id = "id-2", .invocation_id = {}}, {});
    std::exit(1);
  });
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_TRUE(server.finish()[0].contains("/invocation/id-2/error "));
  EXPECT_FALSE(server.finish()[0].contains("Invocation-Id"));
  EXPECT_TRUE(ended.log.contains(" FATAL id-2 Runtime.ExitError: ")) << ended.log;
}

TEST(LastChance, ReportsOnceAndLogsOnce) {
  ScriptedServer server(one_answer());
  const EndedProcess ended = serve(server.endpoint(), [] {
    report_leaving("Runtime.Mine", "first");
    report_leaving("Runtime.Mine", "second");
    std::abort();
  });
  EXPECT_TRUE(ended.was_ended_by(SIGABRT));
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_TRUE(server.finish()[0].ends_with(
      R"({"errorMessage":"first","errorType":"Runtime.Mine","stackTrace":[]})"));
  EXPECT_EQ(ended.log, "");  // Who reports in words of his own also logs in them.
}

TEST(LastChance, ReportsTheNextEventToo) {
  ScriptedServer server({{{.answer = connection::make_answer(202, "", "{}")}},
                         {{.answer = connection::make_answer(202, "", "{}")}}});
  serve(server.endpoint(), [] {
    report_leaving("Runtime.Mine", "first");
    debt().expect_answer({.request_id = "id-2", .invocation_id = {}}, {});
    report_leaving("Runtime.Mine", "second");
  });
  ASSERT_EQ(server.finish().size(), 2u);
  EXPECT_TRUE(server.finish()[1].contains("/invocation/id-2/error "));
  EXPECT_TRUE(server.finish()[1].contains("\"errorMessage\":\"second\""));
}

TEST(LastChance, ReportsNoInvocationWhoseIdIsTooLong) {
  const std::string longest(256, 'i');
  const std::string longer(257, 'i');
  ScriptedServer server(one_answer());
  const EndedProcess ended = initialize(server, [&] {
    debt().expect_answer({.request_id = longer, .invocation_id = {}}, {});
    report_leaving("Runtime.Mine", "too long");
    debt().expect_answer({.request_id = longest, .invocation_id = {}}, {});
    report_leaving("Runtime.Mine", "long");
  });
  EXPECT_LT(ended.duration, std::chrono::seconds(1));
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_TRUE(server.finish()[0].contains("/invocation/" + longest + "/error "));
}

TEST(LastChance, SendsAMessageOfAnyBytesAsJson) {
  ScriptedServer server(one_answer());
  serve(server.endpoint(),
        [] { report_leaving("Runtime.\nMine", "a\"b\\c\n\x01\xFF" + std::string(10'000, 'x')); });
  ASSERT_EQ(server.finish().size(), 1u);
  const std::string& request = server.finish()[0];
  EXPECT_TRUE(request.contains(R"("errorMessage":"a\"b\\c\n\u0001)"
                               "\xEF\xBF\xBDxxx"))
      << request;
  EXPECT_TRUE(request.contains("Error-Type: Runtime. Mine\r\n")) << request;
  EXPECT_TRUE(request.ends_with("\"stackTrace\":[]}"));
}

TEST(LastChance, LogsInTheFormatOfTheFunction) {
  ScriptedServer server(one_answer());
  const EndedProcess ended = serve(server.endpoint(), [] { fault(); },
                                   {.is_json = true, .level_min = logging::Level::kFatal});
  EXPECT_TRUE(ended.log.starts_with("{\"timestamp\":\"")) << ended.log;
  EXPECT_TRUE(ended.log.contains(
      R"("level":"FATAL","message":"SIGSEGV: there is no access to memory at 0000000000000008",)"
      R"("requestId":"id-1","tenantId":"blue","errorType":"Runtime.Fault",)"
      R"("stackTrace":["bootstrap+0x)"))
      << ended.log;
  EXPECT_EQ(ended.log.find('\n'), ended.log.size() - 1);
}

// ---- Other processes and threads.

TEST(LastChance, IsNotTakenByAForkedProcess) {
  for (const auto leave : {+[] { std::exit(5); }, +[] { std::abort(); }, +[] { fault(); },
                           +[] { report_leaving("Runtime.Mine", "not mine"); }}) {
    ScriptedServer server(one_answer());
    const EndedProcess ended = serve(server.endpoint(), [&] {
      const pid_t child = fork();
      if (child == 0) {
        leave();
        _exit(0);
      }
      waitpid(child, nullptr, 0);
      report_leaving("Runtime.Mine", "of the parent");
    });
    EXPECT_TRUE(ended.has_exited(0));
    EXPECT_EQ(ended.log, "");
    ASSERT_EQ(server.finish().size(), 1u);
    EXPECT_TRUE(server.finish()[0].contains("of the parent")) << server.finish()[0];
  }
}

TEST(LastChance, ReportsWholeWhenTwoThreadsLeaveAtOnce) {
  for (int i = 0; i < 10; ++i) {
    ScriptedServer server(one_answer());
    const EndedProcess ended = serve(server.endpoint(), [] {
      std::atomic<int> ready = 0;
      const auto leave = [&] {
        ++ready;
        while (ready < 2) {
        }
        fault();
      };
      std::thread other(leave);
      leave();
    });
    EXPECT_TRUE(ended.was_ended_by(SIGSEGV));
    ASSERT_EQ(server.finish().size(), 1u);
    EXPECT_TRUE(server.finish()[0].ends_with("]}")) << server.finish()[0];
    EXPECT_EQ(ended.log.find('\n'), ended.log.size() - 1) << ended.log;
  }
}

// ---- How long it takes: two seconds, and what a busy machine adds.

constexpr std::chrono::seconds kGone{3};

TEST(LastChance, TakesNoLongerWhenNobodyAnswers) {
  const Poco::Net::ServerSocket silent(Poco::Net::SocketAddress("127.0.0.1", 0));
  const EndedProcess ended =
      serve({.host = "127.0.0.1", .port = silent.address().port(), .authority = "silent"}, fault);
  EXPECT_TRUE(ended.was_ended_by(SIGSEGV));
  EXPECT_LT(ended.duration, kGone);
}

TEST(LastChance, TakesNoLongerWhenNobodyAccepts) {
  const Poco::Net::ServerSocket full(Poco::Net::SocketAddress("127.0.0.1", 0), 1);
  std::vector<Poco::Net::StreamSocket> waiting(8);
  for (auto& socket : waiting) {
    socket.connectNB(full.address());
  }
  const EndedProcess ended =
      serve({.host = "127.0.0.1", .port = full.address().port(), .authority = "full"}, fault);
  EXPECT_TRUE(ended.was_ended_by(SIGSEGV));
  EXPECT_LT(ended.duration, kGone);
}

TEST(LastChance, ReportsThoughNobodyReadsTheLog) {
  ScriptedServer server(one_answer());
  const EndedProcess ended = serve(server.endpoint(), [] {
    int ends[2];
    static_cast<void>(pipe2(ends, O_NONBLOCK));
    while (write(ends[1], "0123456789abcdef", 16) > 0) {
    }
    fcntl(ends[1], F_SETFL, 0);  // From now on a write waits.
    dup2(ends[1], STDERR_FILENO);
    fault();
  });
  EXPECT_TRUE(ended.was_ended_by(SIGSEGV));
  EXPECT_LT(ended.duration, kGone);
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_TRUE(server.finish()[0].contains("Runtime.Fault"));
}

TEST(LastChance, ReportsThoughTheLogIsClosed) {
  ScriptedServer server(one_answer());
  const EndedProcess ended = serve(server.endpoint(), [] {
    int ends[2];
    static_cast<void>(pipe(ends));
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    std::exit(3);
  });
  EXPECT_TRUE(ended.has_exited(3)) << ended.status;
  EXPECT_EQ(server.finish().size(), 1u);
}

TEST(LastChance, EndsAtOnceWhenTheServerIsGone) {
  connection::Endpoint gone;
  {
    const Poco::Net::ServerSocket closed(Poco::Net::SocketAddress("127.0.0.1", 0));
    gone = {.host = "127.0.0.1", .port = closed.address().port(), .authority = "gone"};
  }
  const EndedProcess ended = serve(gone, fault);
  EXPECT_TRUE(ended.was_ended_by(SIGSEGV));
  EXPECT_LT(ended.duration, std::chrono::seconds(1));
}

TEST(LastChance, NamesAHostThatCannotBeResolved) {
  const auto expected =
      expect_initialization({.host = "no-such-host.invalid", .port = 9, .authority = "x"});
  ASSERT_FALSE(expected.has_value());
  EXPECT_NE(expected.error().message.find("no-such-host.invalid"), std::string::npos);
  EXPECT_EQ(expected.error().type, "Runtime.InvalidEndpoint");
}

}  // namespace
}  // namespace lambda::crash
