// Runs a real program to its end and hands back all it said.
#pragma once

#include <chrono>
#include <string>

#include "tests/peers/child.h"

namespace lambda::peers {

/// How a program ended. `status` is 0 for success, so a test writes `EXPECT_EQ(0, o.status) << o`.
struct Outcome {
  int status = 0;      // Exit status; 128 + N for signal N; kNotStarted, kTimedOut of ours.
  std::string output;  // Standard output, whole.
  std::string errors;  // Standard error, whole; or why it did not start.
};

inline constexpr int kNotStarted = -1;
inline constexpr int kTimedOut = -2;

/// Runs `command`, and kills it at `limit`. Never fails otherwise: the outcome says everything.
Outcome run(const Command& command, std::chrono::seconds limit = std::chrono::seconds(60));

/// For messages: the status, then both outputs.
std::ostream& operator<<(std::ostream& stream, const Outcome& outcome);

}  // namespace lambda::peers
