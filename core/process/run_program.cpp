// Runs another program to its end and hands back all it said.
#include "core/process/run_program.h"

#include <utility>

namespace lambda {

std::expected<ProgramEnd, Error> run_program(const Program& program) {
  auto running = RunningProgram::start(program);
  if (!running) {
    return std::unexpected(running.error());
  }
  const auto status = running->wait(program.limit);
  if (!status) {
    return failure("Program.TooSlow", program.words.front() + " did not end within " +
                                          std::to_string(program.limit.count() / 1000) +
                                          " s and was stopped. Try again; does it answer by hand?");
  }
  auto output = running->output();
  auto errors = output ? running->errors() : std::unexpected(output.error());
  auto answer = errors ? running->answer() : std::unexpected(errors.error());
  if (!answer) {
    return std::unexpected(answer.error());
  }
  return ProgramEnd{
      .status = *status,
      .output = *std::move(output),
      .errors = *std::move(errors),
      .answer = *std::move(answer),
  };
}

}  // namespace lambda
