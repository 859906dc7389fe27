// A case of the Runtime API as data: what a scripted runtime does, what callers send, and what they
// must get from our emulator and from AWS's. README.md beside this file describes the JSON.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "tests/peers/http.h"

namespace lambda::conformance {

/// What an answer must be. Fields that the case leaves out are not looked at.
struct Expectation {
  int status = 0;
  std::map<std::string, std::string> headers;  // "" demands absence, "*" any value.
  std::string body;                            // "" when the case names none.
  std::vector<std::string> body_contains;
};

/// One call of the function and the answers expected of each emulator.
struct Call {
  peers::HttpRequest request;
  Expectation ours;
  Expectation aws;
};

struct ConformanceCase {
  std::string name;    // The file's, without its ending.
  std::string rule;    // What the platform promises, one sentence.
  std::string source;  // Where it says so.
  std::chrono::seconds timeout{3};
  std::vector<Call> calls;
  int our_events = 0;  // How many events the scripted runtime gets of our emulator,
  int aws_events = 0;  // and of AWS's.
};

/// Error: Conformance.BadCase, naming the file and what is wrong in it.
std::expected<ConformanceCase, Error> read_case(const std::filesystem::path& file);

/// What `answer` lacks of what is expected, one line a fault; empty when it is well.
std::string faults(const peers::HttpResponse& answer, const Expectation& expected);

}  // namespace lambda::conformance
