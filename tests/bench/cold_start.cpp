// How long programs take from exec to their first request for work, side by side in one run.
// Lambda bills and waits for this at each cold start. Rounds go through all programs in turn, so
// that all see the same machine.
// Source: AWS Lambda Developer Guide, "Understanding the Lambda execution environment lifecycle".
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/bench/median.h"
#include "tests/bench/start.h"

namespace lambda::bench {
namespace {

constexpr char kUsage[] =
    "usage: cold_start [--rounds N] PROGRAM... FLOOR\n"
    "Starts bootstraps again and again, and prints for each the median time from exec to the first "
    "request for work, and its ratio to the last one's.\n"
    "  PROGRAM     a bootstrap, like bazel-bin/handlers/cpp/echo/echo_bootstrap\n"
    "  --rounds N  starts of each program (default 200)\n"
    "`bazel run //tests/bench:cold_start` compares the echo function with a hand-written one.\n";

struct Contestant {
  std::string path;
  std::vector<std::chrono::nanoseconds> times;
};

void print(const std::vector<Contestant>& contestants) {
  const double floor = median_microseconds(contestants.back().times);
  for (const Contestant& contestant : contestants) {
    const double median = median_microseconds(contestant.times);
    std::printf("%10.0f us %6.2f  %s\n", median, median / floor, contestant.path.c_str());
  }
}

int run(const std::vector<std::string>& arguments) {
  int rounds = 200;
  std::vector<Contestant> contestants;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--rounds" && i + 1 < arguments.size()) {
      rounds = std::atoi(arguments[++i].c_str());
    } else {
      contestants.push_back({arguments[i], {}});
    }
  }
  const bool is_asked = std::ranges::count(arguments, "--help") > 0;
  if (is_asked || contestants.size() < 2 || rounds < 1) {
    std::fputs(kUsage, is_asked ? stdout : stderr);
    return is_asked ? 0 : 2;
  }
  for (Contestant& contestant : contestants) {
    time_start(contestant.path);  // Its file is in memory from here on.
  }
  for (int round = 0; round < rounds; ++round) {
    for (Contestant& contestant : contestants) {
      contestant.times.push_back(time_start(contestant.path));
    }
  }
  print(contestants);
  return 0;
}

}  // namespace
}  // namespace lambda::bench

int main(int argc, char** argv) {
  return lambda::bench::run(std::vector<std::string>(argv + 1, argv + argc));
}
