// A program run to its end, and what that took: time, processor, memory.
// Source: posix_spawn(3), wait4(2), getrusage(2).
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace lambda::bench {

struct Cost {
  std::chrono::nanoseconds wall{0};
  std::chrono::nanoseconds processor{0};  // User's and system's, of the program alone.
  std::uint64_t resident_bytes_max = 0;
};

/// Runs `words`, the first a path; its output goes to `log`, a file. Error: why it did not end with
/// status 0. The kernel counts a process's memory from before it became the program: so the
/// program is started by a second process of this one's own program, which is small. That one's
/// main() must begin with run_if_launcher().
std::expected<Cost, std::string> measured_run(const std::vector<std::string>& words,
                                              const std::string& log);

/// Where `words` say that this process is the one that measures: does so, and gives its exit
/// status.
std::optional<int> run_if_launcher(const std::vector<std::string>& words);

}  // namespace lambda::bench
