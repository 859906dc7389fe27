// An error a caller can act on: what the loop must do, a stable type, and a message for people.
// Source of the three remedies: AWS Lambda Developer Guide, "Using the Lambda runtime API"
// (which answers a runtime may survive, and which end the execution environment).
#pragma once

#include <string>

namespace lambda {

/// What the caller does about an error.
enum class Remedy {
  kRetry,              // Passing: the same call may succeed, on a new connection.
  kReportAndContinue,  // This invocation is lost; the next one is served.
  kReportAndExit,      // The process cannot go on; it exits with a status other than 0.
};

/// Owns its texts. Safe to move between threads.
struct Error {
  Remedy remedy = Remedy::kReportAndExit;
  std::string type;     // Stable, "Category.Reason", as in Lambda's error type header.
  std::string message;  // Names the input and the rule it broke.
};

}  // namespace lambda
