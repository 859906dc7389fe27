// The limits the project promises for the echo function, each measured here, beside the
// hand-written floor.
// Instructions and system calls are counted one by one, so the figures are the same on every run.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "images/tools/elf/separate_symbols.h"
#include "tests/bench/event_source.h"
#include "tests/bench/program.h"

namespace lambda::bench {
namespace {

constexpr int kWarmUps = 50;
constexpr int kMeasured = 20;
constexpr double kInstructionsMax = 8'000;
constexpr double kSystemCallsMax = 4;
constexpr std::size_t kResidentBytesMax = 1'363'148;  // 1.3 MiB
constexpr std::size_t kProgramBytesMax = 1'258'291;   // 1.2 MiB

struct Figures {
  double instructions = 0;  // Per invocation of 200 bytes.
  double system_calls = 0;
  std::size_t resident_bytes = 0;
  bool is_counted = false;
};

Figures measure(const std::string& path) {
  const std::string event(200, 'e');
  EventSource source;
  Program program(path, source.address());
  source.await_runtime();
  for (int i = 0; i < kWarmUps; ++i) {
    source.invoke(event);
  }
  Figures figures{.resident_bytes = program.resident_bytes()};
  std::thread events;
  const auto count = program.count_until_killed([&] {
    events = std::thread([&] {
      for (int i = 0; i < kMeasured; ++i) {
        source.invoke(event);
      }
      program.kill();
    });
  });
  if (count) {
    events.join();
    figures.instructions = static_cast<double>(count->instructions) / kMeasured;
    figures.system_calls = static_cast<double>(count->system_calls) / kMeasured;
    figures.is_counted = true;
  }
  return figures;
}

TEST(Echo, KeepsItsLimits) {
  const std::string echo_path = std::getenv("ECHO_BOOTSTRAP");
  const Figures echo = measure(echo_path);
  const Figures floor = measure(std::getenv("FLOOR_BOOTSTRAP"));
  // What ships: the packer leaves out what debuggers alone read.
  std::ifstream file(echo_path, std::ios::binary);
  const std::string linked{std::istreambuf_iterator<char>(file), {}};
  const auto shipped = images::separate_symbols(linked);
  ASSERT_TRUE(shipped.has_value()) << shipped.error().message;
  ASSERT_LT(shipped->program.size(), linked.size());
  std::printf("per 200-byte invocation   echo %6.0f instructions, %.2f system calls\n",
              echo.instructions, echo.system_calls);
  std::printf("                         floor %6.0f instructions, %.2f system calls\n",
              floor.instructions, floor.system_calls);
  std::printf("resident                  echo %zu KiB, floor %zu KiB\n", echo.resident_bytes / 1024,
              floor.resident_bytes / 1024);
  std::printf("program                   echo %zu KiB\n", shipped->program.size() / 1024);
  EXPECT_LE(echo.resident_bytes, kResidentBytesMax);
  EXPECT_LE(shipped->program.size(), kProgramBytesMax);
  ASSERT_TRUE(echo.is_counted)
      << "this machine forbids ptrace, which counts the instructions: run the test as root, or "
         "where kernel.yama.ptrace_scope is 1 or less";
  EXPECT_GT(echo.instructions, 0);
  EXPECT_LE(echo.instructions, kInstructionsMax);
  EXPECT_LE(echo.system_calls, kSystemCallsMax);
}

}  // namespace
}  // namespace lambda::bench
