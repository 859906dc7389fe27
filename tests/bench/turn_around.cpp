// How long an echo function takes from an event to its answer, beside the hand-written floor.
// Rounds alternate, so that both see the same machine; medians are compared.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/bench/event_source.h"
#include "tests/bench/median.h"
#include "tests/bench/one_processor.h"
#include "tests/bench/program.h"

namespace lambda::bench {
namespace {

constexpr char kUsage[] =
    "usage: turn_around [--rounds N] PROGRAM FLOOR\n"
    "Times echo functions from event to answer, at 200 B, 1 MB and 6 MB, and prints medians and "
    "ratios.\n"
    "  PROGRAM  an echo bootstrap: bazel-bin/handlers/cpp/echo/echo_bootstrap\n"
    "  FLOOR    what to compare with: bazel-bin/tests/bench/floor_bootstrap\n"
    "  --rounds N  rounds for each size, each of several events (default 20)\n"
    "`bazel run //tests/bench:turn_around` names both programs itself.\n";

struct Load {
  const char* name;
  std::size_t event_bytes;
  int events_per_round;
};
constexpr std::array<Load, 3> kLoads{
    {{"200 B", 200, 200}, {"1 MB", 1'000'000, 10}, {"6 MB", 6'000'000, 4}}};

/// A program that waits for its next event.
struct Contestant {
  explicit Contestant(const std::string& path) : program(path, source.address()) {
    source.await_runtime();
  }
  EventSource source;
  Program program;
  std::vector<std::chrono::nanoseconds> times;
};

void measure_round(Contestant& contestant, const Load& load, const std::string& event,
                   bool is_warm) {
  for (int i = 0; i < load.events_per_round; ++i) {
    const auto time = contestant.source.invoke(event);
    if (is_warm) {
      contestant.times.push_back(time);
    }
  }
}

void compare(const Load& load, int rounds, const std::string& path, const std::string& floor_path) {
  const OneProcessor processor(load.event_bytes <= kShortEventBytes);
  const std::string event(load.event_bytes, 'e');
  Contestant program(path);
  Contestant floor(floor_path);
  for (int round = 0; round <= rounds; ++round) {
    // The first round warms up. Who goes first changes, as does what the machine did just before.
    const bool is_warm = round > 0;
    measure_round(round % 2 == 0 ? program : floor, load, event, is_warm);
    measure_round(round % 2 == 0 ? floor : program, load, event, is_warm);
  }
  const double program_median = median_microseconds(program.times);
  const double floor_median = median_microseconds(floor.times);
  std::printf("%-6s %10.1f us %10.1f us %8.2f\n", load.name, program_median, floor_median,
              program_median / floor_median);
}

int run(const std::vector<std::string>& arguments) {
  int rounds = 20;
  std::vector<std::string> programs;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--rounds" && i + 1 < arguments.size()) {
      rounds = std::atoi(arguments[++i].c_str());
    } else {
      programs.push_back(arguments[i]);
    }
  }
  const bool is_asked = std::ranges::count(arguments, "--help") > 0;
  if (is_asked || programs.size() != 2 || rounds < 1) {
    std::fputs(kUsage, is_asked ? stdout : stderr);
    return is_asked ? 0 : 2;
  }
  std::printf("%-6s %13s %13s %8s\n", "event", "program", "floor", "ratio");
  for (const Load& load : kLoads) {
    compare(load, rounds, programs[0], programs[1]);
  }
  return 0;
}

}  // namespace
}  // namespace lambda::bench

int main(int argc, char** argv) {
  return lambda::bench::run(std::vector<std::string>(argv + 1, argv + argc));
}
