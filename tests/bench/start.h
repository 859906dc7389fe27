// A cold start, timed: a program from exec to its first request for work.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tests/bench/event_source.h"
#include "tests/bench/program.h"

namespace lambda::bench {

/// Starts the program and ends it. `variables` as for Program.
inline std::chrono::nanoseconds time_start(const std::string& path,
                                           const std::vector<std::string>& variables = {}) {
  EventSource source;
  const std::string address = source.address();
  const auto begin = std::chrono::steady_clock::now();
  const Program program(path, address, variables);
  source.await_runtime();
  return std::chrono::steady_clock::now() - begin;
}

}  // namespace lambda::bench
