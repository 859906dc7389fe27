// The checks that users run by hand: is this layout whole, can this program be a bootstrap?
//   bazel run //images/tools:check -- layout bazel-bin/handlers/cpp/hello/hello.image
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "core/options/command_line.h"
#include "images/tools/pack/archive_verbs.h"
#include "images/tools/pack/image_verbs.h"

int main(int argc, char** argv) {
  // Under `bazel run`, paths start where the user stands, not at the runfiles.
  if (const char* folder = std::getenv("BUILD_WORKING_DIRECTORY"); folder != nullptr) {
    std::error_code ignored;  // A folder that is gone leaves paths as they are.
    std::filesystem::current_path(folder, ignored);
  }
  std::vector<lambda::Verb> verbs = {lambda::images::check_layout_verb()};
  for (lambda::Verb& verb : lambda::images::archive_verbs()) {
    if (verb.name == "bootstrap") {
      verbs.push_back(verb);
    }
  }
  return lambda::run_verbs("check", "Checks images and bootstraps before a deployment.", verbs,
                           std::vector<std::string>(argv + 1, argv + argc));
}
