// The program behind NAME.push, NAME.deploy and NAME.publish, which are links to it: their document
// says which verb is meant and what was built. By its own name it takes any verb.
// Source: deploy/README.md.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "core/options/command_line.h"
#include "deploy/function/load_function.h"
#include "deploy/lambda/delete_verb.h"
#include "deploy/lambda/deploy_verb.h"
#include "deploy/lambda/invoke_verb.h"
#include "deploy/lambda/publish_verb.h"
#include "deploy/push/push_verb.h"

namespace {

constexpr int kFailed = 1;

int run(const std::string& program, std::vector<std::string> words) {
  namespace deploy = lambda::deploy;
  if (deploy::document_beside(program)) {
    const auto document = deploy::load_function(program, lambda::Arguments({}, {}));
    if (!document) {
      std::cerr << document.error().message << "\n";
      return kFailed;
    }
    words = deploy::words_for_verb(document->verb, std::move(words));
  }
  // Under `bazel run`, paths are meant from where the user stands, not from the runfiles.
  if (const char* folder = std::getenv("BUILD_WORKING_DIRECTORY"); folder != nullptr) {
    std::error_code ignored;  // A folder that is gone leaves paths as they are.
    std::filesystem::current_path(folder, ignored);
  }
  return lambda::run_program(
      "deploy", "Pushes images, creates and changes functions, publishes layers.",
      {deploy::push_verb(program), deploy::deploy_verb(program), deploy::invoke_verb(program),
       deploy::delete_verb(program), deploy::publish_verb(program)},
      words);
}

}  // namespace

int main(int argc, char** argv) {
  std::error_code problem;
  const std::filesystem::path program = std::filesystem::absolute(argv[0], problem);
  return run(program.string(), std::vector<std::string>(argv + 1, argv + argc));
}
