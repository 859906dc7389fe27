// What a handler in Common Lisp costs beside one in C++: from the start of the process to its first
// request for work, and from an event to its answer, as a string and as octets.
// Rounds alternate, so that all see the same machine; medians are compared.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/event_source.h"
#include "tests/bench/median.h"
#include "tests/bench/one_processor.h"
#include "tests/bench/program.h"
#include "tests/bench/start.h"

namespace lambda::bench {
namespace {

constexpr char kUsage[] =
    "usage: lisp_turn_around [--rounds N] LISP CPP\n"
    "Times an echo in Common Lisp beside one in C++, and prints medians and their ratios: cold\n"
    "start, then events of 200 B and 6 MB taken as a string and as octets.\n"
    "  LISP  a Lisp bootstrap without a handler of its own\n"
    "  CPP   an echo bootstrap: bazel-bin/handlers/cpp/echo/echo_bootstrap\n"
    "  --rounds N  rounds for each load, each of several events (default 20)\n"
    "`bazel run //tests/bench:lisp_turn_around` names both programs itself.\n";

struct Load {
  const char* name;
  std::size_t event_bytes;
  int events_per_round;
};
constexpr std::array<Load, 2> kLoads{{{"200 B", 200, 200}, {"6 MB", 6'000'000, 4}}};

/// A program to compare, and how it is told what to do.
struct Entry {
  const char* name;
  std::string path;
  std::vector<std::string> variables;
};

std::vector<Entry> entries(const std::string& lisp, const std::string& cpp) {
  const std::string memory = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512";
  return {{"C++", cpp, {memory}},
          {"Lisp, string", lisp, {memory, "_HANDLER='identity"}},
          {"Lisp, octets", lisp, {memory, "_HANDLER='identity", "LAMBDA_LISP_CONVENTION=octets"}}};
}

/// A program that waits for its next event.
struct Contestant {
  explicit Contestant(const Entry& entry) : program(entry.path, source.address(), entry.variables) {
    source.await_runtime();
  }
  EventSource source;
  Program program;
};

using Times = std::vector<std::vector<std::chrono::nanoseconds>>;  // For each entry.

void print(const char* load, const std::vector<Entry>& all, const Times& times) {
  const double first = median_microseconds(times.front());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double median = median_microseconds(times[i]);
    std::printf("%-12s %-14s %12.1f us %8.2f\n", load, all[i].name, median, median / first);
  }
}

void compare_cold_starts(const std::vector<Entry>& all, int rounds) {
  Times times(all.size());
  for (int round = 0; round <= rounds; ++round) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto time = time_start(all[i].path, all[i].variables);
      if (round > 0) {
        times[i].push_back(time);  // The first reads the files.
      }
    }
  }
  print("cold start", all, times);
}

void compare(const Load& load, const std::vector<Entry>& all, int rounds) {
  const OneProcessor processor(load.event_bytes <= kShortEventBytes);
  const std::string event(load.event_bytes, 'e');
  std::vector<std::unique_ptr<Contestant>> contestants;
  for (const Entry& entry : all) {
    contestants.push_back(std::make_unique<Contestant>(entry));
  }
  Times times(all.size());
  for (int round = 0; round <= rounds; ++round) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      // Who goes first changes, as does what the machine did just before.
      const std::size_t turn = (i + static_cast<std::size_t>(round)) % all.size();
      for (int k = 0; k < load.events_per_round; ++k) {
        const auto time = contestants[turn]->source.invoke(event);
        if (round > 0) {
          times[turn].push_back(time);
        }
      }
    }
  }
  print(load.name, all, times);
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
  const std::vector<Entry> all = entries(programs[0], programs[1]);
  std::printf("%-12s %-14s %15s %8s\n", "load", "program", "median", "ratio");
  compare_cold_starts(all, rounds);
  for (const Load& load : kLoads) {
    compare(load, all, rounds);
  }
  return 0;
}

}  // namespace
}  // namespace lambda::bench

int main(int argc, char** argv) {
  return lambda::bench::run(std::vector<std::string>(argv + 1, argv + argc));
}
