// Finds the files that Bazel put beside a program.
#include "core/files/runfiles.h"

#include <filesystem>
#include <system_error>

#include "core/errors/error.h"

namespace lambda {

std::expected<std::string, Error> find_runfiles(
    const std::string& program,
    const std::function<std::optional<std::string>(const std::string&)>& variable) {
  namespace fs = std::filesystem;
  std::error_code problem;
  const std::string beside = program + ".runfiles";
  if (fs::is_directory(beside, problem)) {
    return fs::absolute(beside).string();
  }
  for (const char* name : {"RUNFILES_DIR", "TEST_SRCDIR"}) {
    const auto folder = variable(name);
    if (folder && fs::is_directory(*folder, problem)) {
      return fs::absolute(*folder).string();
    }
  }
  return failure("Launch.NoRunfiles", "No folder " + beside +
                                          " is there. Start this program by `bazel run`, or from "
                                          "bazel-bin after `bazel build`.");
}

}  // namespace lambda
