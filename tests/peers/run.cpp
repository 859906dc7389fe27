// Start, wait, read: an error of any of them becomes part of the outcome.
#include "tests/peers/run.h"

#include <ostream>

namespace lambda::peers {

Outcome run(const Command& command, std::chrono::seconds limit) {
  auto child = Child::start(command);
  if (!child) {
    return {kNotStarted, "", child.error().message};
  }
  const auto status = child->wait(limit);
  Outcome outcome{status.value_or(kTimedOut), child->standard_output(), child->standard_error()};
  if (!status) {
    outcome.errors += "\n" + command.arguments.at(0) + " was killed: it ran longer than " +
                      std::to_string(limit.count()) + " s";
  }
  return outcome;
}

std::ostream& operator<<(std::ostream& stream, const Outcome& outcome) {
  return stream << "status " << outcome.status << "\n--- standard output\n"
                << outcome.output << "\n--- standard error\n"
                << outcome.errors;
}

}  // namespace lambda::peers
