// core starts the program; here a file that cannot be executed is told from a program that fails.
#include "tools/process/run.h"

#include <system_error>
#include <utility>

namespace lambda::tools {
namespace {

// Found out beforehand: a child that cannot execute its file only ends with a status.
std::string problem_of(const std::filesystem::path& program) {
  std::error_code error;
  const auto status = std::filesystem::status(program, error);
  if (!std::filesystem::exists(status)) {
    return program.string() + ": no such file";
  }
  using std::filesystem::perms;
  if ((status.permissions() & perms::owner_exec) == perms::none) {
    return program.string() + ": not a program";
  }
  return "";
}

}  // namespace

std::expected<ProgramEnd, std::string> run(const std::filesystem::path& program,
                                           const std::vector<std::string>& arguments,
                                           const std::filesystem::path& folder) {
  if (const std::string problem = problem_of(program); !problem.empty()) {
    return std::unexpected(problem);
  }
  std::vector<std::string> words = {program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto end = run_program(
      {.words = std::move(words), .limit = kNoLimit, .folder = folder, .has_answer_file = false});
  if (!end) {
    return std::unexpected(end.error().message);
  }
  return *std::move(end);
}

}  // namespace lambda::tools
