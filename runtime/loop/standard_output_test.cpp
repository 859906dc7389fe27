// Standard output is a pipe here, as it is under Lambda; each test reads what has arrived in it.
#include "runtime/loop/standard_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/connection/scripted_server.h"
#include "runtime/loop/invoke.h"
#include "runtime/loop/loop.h"
#include "runtime/loop/process_services.h"

namespace lambda::loop {
namespace {

/// Puts a pipe in the place of standard output while it lives.
class Pipe {
 public:
  Pipe() {
    std::fflush(stdout);
    kept_ = ::dup(STDOUT_FILENO);
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
    read_end_ = ends[0];
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[1]);
  }
  ~Pipe() {
    std::fflush(stdout);
    ::dup2(kept_, STDOUT_FILENO);
    ::close(kept_);
    ::close(read_end_);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  /// What has been written since it was last asked. Thread-safe.
  std::string arrived() const {
    std::array<char, 256> bytes;
    const ssize_t count = ::read(read_end_, bytes.data(), bytes.size());
    return count > 0 ? std::string(bytes.data(), static_cast<std::size_t>(count)) : "";
  }

 private:
  int kept_ = -1;
  int read_end_ = -1;
};

// Compared after the pipe is gone, since gtest too prints to standard output.
using Texts = std::vector<std::string>;

TEST(StandardOutput, IsWrittenAtEachEndOfALine) {
  Texts arrived;
  {
    const Pipe pipe;
    const StandardOutput output;
    std::printf("by printf\nand the ");
    arrived.push_back(pipe.arrived());
    std::puts("rest");
    arrived.push_back(pipe.arrived());
    std::cout << "by cout\n";
    arrived.push_back(pipe.arrived());
  }
  EXPECT_EQ(arrived, (Texts{"by printf\n", "and the rest\n", "by cout\n"}));
}

TEST(StandardOutput, IsWrittenByAFlush) {
  Texts arrived;
  {
    const Pipe pipe;
    StandardOutput output;
    std::printf("half");
    std::cout << " a line";
    arrived.push_back(pipe.arrived());
    output.flush();
    arrived.push_back(pipe.arrived());
    output.flush();
    arrived.push_back(pipe.arrived());
  }
  EXPECT_EQ(arrived, (Texts{"", "half a line", ""}));
}

/// What had been written when the request of that index arrived.
std::string written_before(std::size_t index, std::vector<connection::ScriptedExchange> exchanges,
                           void (*print)(std::string_view)) {
  const Pipe pipe;
  std::string written;
  exchanges[index].before_answer = [&] { written = pipe.arrived(); };
  connection::ScriptedServer server({std::move(exchanges)});
  ProcessServices process{Environment()};
  Loop loop(process, server.endpoint());
  static_cast<void>(loop.serve(refer_to(print)));
  server.finish();
  return written;
}

const std::string kHeaders =
    "Lambda-Runtime-Aws-Request-Id: id\r\nLambda-Runtime-Deadline-Ms: 4102444800000\r\n";

std::vector<connection::ScriptedExchange> one_event() {
  return {{.answer = connection::make_answer(200, kHeaders, "event")},
          {.answer = connection::make_answer(202, "", "")},
          {.answer = connection::make_answer(500, "", "")}};
}

TEST(StandardOutput, IsWrittenBeforeTheAnswer) {
  EXPECT_EQ(written_before(1, one_event(), [](std::string_view) { std::printf("half"); }), "half");
  EXPECT_EQ(written_before(1, one_event(), [](std::string_view) { std::cout << "half"; }), "half");
  EXPECT_EQ(written_before(1, one_event(),
                           [](std::string_view) {
                             std::printf("half");
                             throw 1;
                           }),
            "half");
}

TEST(StandardOutput, IsWrittenBeforeAFailedInitializationIsReported) {
  std::string written;
  {
    const Pipe pipe;
    connection::ScriptedServer server({{{.answer = connection::make_answer(202, "", ""),
                                         .before_answer = [&] { written = pipe.arrived(); }}}});
    ProcessServices process{Environment()};
    Loop loop(process, server.endpoint());
    std::printf("no model");
    loop.report_init_error({.type = "NoModel", .message = "", .stack = {}});
    server.finish();
  }
  EXPECT_EQ(written, "no model");
}

}  // namespace
}  // namespace lambda::loop
