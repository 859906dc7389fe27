// Runs another program to its end and hands back all it said.
#pragma once

#include <expected>
#include <string>

#include "core/errors/error.h"
#include "core/process/running_program.h"

namespace lambda {

/// How it ended. Each text has at most kOutputBytesMax bytes, and is empty where it was not kept.
struct ProgramEnd {
  int status = 0;      // 128 + N when signal N ended it.
  std::string output;  // Standard output.
  std::string errors;  // Standard error.
  std::string answer;  // What it wrote to kAnswerFile.
};

/// The program ends with this one, also when this one is killed. It inherits no descriptor but its
/// standard ones and kAnswerFile's, and not LAMBDA_REGISTRY_PASSWORD. Thread-safe.
/// Error: those of RunningProgram::start; Program.TooSlow when it had to be killed at its limit;
/// Program.TooMuch for longer output; Program.Unreadable when that became shorter while it was
/// read.
std::expected<ProgramEnd, Error> run_program(const Program& program);

}  // namespace lambda
