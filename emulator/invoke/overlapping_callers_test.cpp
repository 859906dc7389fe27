// 64 callers at once, 20,000 invocations: every answer right, none lost, none crossed.
#include <atomic>
#include <format>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "emulator/invoke/event_queue.h"
#include "emulator/invoke/invoke_api.h"
#include "emulator/invoke/invoke_server.h"
#include "emulator/sandbox/environment_pool.h"
#include "emulator/testing/memory_sink.h"
#include "emulator/testing/raw_http.h"
#include "emulator/testing/test_function.h"

namespace lambda::emulator {
namespace {

using testing::raw_request;
using testing::RawConnection;

constexpr int kCallers = 64;
constexpr int kInvocations = 20'000;

/// Counts the lines and forgets them.
class CountingSink : public LogSink {
 public:
  void write(std::string_view lines) override {
    for (std::size_t at = lines.find("REPORT "); at != std::string_view::npos;
         at = lines.find("REPORT ", at + 1)) {
      ++reports;
    }
  }
  std::atomic<int> reports = 0;
};

struct Tally {
  std::atomic<int> next = 0;
  std::atomic<int> right = 0;
  std::atomic<int> wrong = 0;
};

/// Invokes until all numbers are taken. Every seventh request comes on a connection of its own.
void call(std::uint16_t port, Tally& tally) {
  std::optional<RawConnection> connection;
  for (int number = tally.next++; number < kInvocations; number = tally.next++) {
    if (!connection || number % 7 == 0) {
      connection.emplace(port);
    }
    const std::string event = std::format(R"({{"number":{},"fill":"{}"}})", number,
                                          std::string(static_cast<std::size_t>(number % 500), 'x'));
    connection->send(raw_request("POST", "/2015-03-31/functions/function/invocations", "", event));
    const auto answer = connection->read_answer();
    const bool is_right = answer && answer->status == 200 && answer->body == event;
    ++(is_right ? tally.right : tally.wrong);
  }
}

class OverlappingCallers : public ::testing::TestWithParam<const char*> {};

TEST_P(OverlappingCallers, EachGetTheirOwnAnswer) {
  FunctionConfig config = testing::test_function("echo");
  config.bootstrap = testing::data_path(GetParam());
  CountingSink sink;
  EnvironmentPool pool(config, {}, sink, kCallers);
  EventQueue events(pool, 1);
  InvokeApi api(pool, events);
  auto server = InvokeServer::start("127.0.0.1:0", api);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  Tally tally;
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&] { call((*server)->port(), tally); });
  }
  for (std::thread& caller : callers) {
    caller.join();
  }
  EXPECT_EQ(tally.right, kInvocations);
  EXPECT_EQ(tally.wrong, 0);
  EXPECT_EQ(sink.reports, kInvocations);
  EXPECT_LE(pool.size(), static_cast<std::size_t>(kCallers));
  EXPECT_GT(pool.size(), 1u);
  pool.stop();
  (*server)->stop();
}

INSTANTIATE_TEST_SUITE_P(Bootstraps, OverlappingCallers,
                         ::testing::Values("emulator/testing/bootstrap",
                                           "emulator/testing/library_echo"),
                         [](const auto& info) {
                           return info.index == 0 ? "bare_sockets" : "runtime_library";
                         });

}  // namespace
}  // namespace lambda::emulator
