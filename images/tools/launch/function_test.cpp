// The program behind lambda_function_test: invokes the function once for each event, under the
// emulator, and compares. Source: function_cases.h; images/private/function_test.bzl lays the cases
// (PROGRAM.cases) and the function's own launcher (PROGRAM.invoke, its path) beside it.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

#include "core/files/file_bytes.h"
#include "core/files/runfiles.h"
#include "core/process/run_program.h"
#include "images/tools/launch/function_cases.h"

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kBytesMax = 16u << 20;

int fail(const lambda::Error& error) {
  std::cerr << error.message << "\n";
  return 1;
}

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return std::nullopt;
  }
  return value;
}

// True when the function did what is expected of it.
bool passes(const lambda::images::FunctionCase& expected, const std::string& program,
            const fs::path& folder) {
  const fs::path output = folder / "output";
  const fs::path log = folder / "log";
  fs::remove(output);
  fs::remove(log);
  const auto end = lambda::run_program({.words = {program, expected.event},
                                        .limit = lambda::kNoLimit,
                                        .output_file = output,
                                        .error_file = log,
                                        .has_answer_file = false});
  const auto said = lambda::read_file(output, kBytesMax);
  if (!end || !said) {
    return fail(end ? said.error() : end.error()) == 0;
  }
  const std::string wrong = lambda::images::complaint(expected, end->status, *said);
  std::cerr << (wrong.empty() ? "ok  " : "BAD ") << expected.event << " " << wrong << "\n";
  if (!wrong.empty()) {
    std::cerr << lambda::read_file(log, kBytesMax).value_or("") << "\n";
  }
  return wrong.empty();
}

}  // namespace

int main(int, char** argv) {
  const std::string self = fs::absolute(argv[0]).string();
  const auto text = lambda::read_file(self + ".cases", kBytesMax);
  if (!text) {
    return fail(text.error());
  }
  const auto cases = lambda::images::parse_function_cases(*text);
  if (!cases) {
    return fail(cases.error());
  }
  const auto program = lambda::read_file(self + ".invoke", kBytesMax);
  if (!program) {
    return fail(program.error());
  }
  const auto runfiles = lambda::find_runfiles(self, variable);
  if (!runfiles) {
    return fail(runfiles.error());
  }
  const fs::path folder = variable("TEST_TMPDIR").value_or(fs::temp_directory_path().string());
  bool all_pass = true;
  for (const lambda::images::FunctionCase& one : *cases) {
    all_pass = passes(one, *runfiles + "/" + *program, folder) && all_pass;
  }
  return all_pass ? 0 : 1;
}
