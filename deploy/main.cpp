// The program behind NAME.push, NAME.deploy and NAME.publish, which are links to it: the document
// beside it names the verb and what was built. Started by its own name it takes any verb.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "core/options/command_line.h"
#include "deploy/function/chosen_function.h"
#include "deploy/lambda/verbs.h"
#include "deploy/push/push_verb.h"
#include "images/tools/function/function_document.h"

namespace {

constexpr int kFailed = 1;

int run(const std::string& program, std::vector<std::string> words) {
  namespace deploy = lambda::deploy;
  const auto function = lambda::images::load_function_beside(program);
  if (!function) {
    std::cerr << function.error().message << "\n";
    return kFailed;
  }
  if (*function) {
    words = deploy::words_for_verb((*function)->verb, std::move(words));
  }
  // Under `bazel run`, paths start where the user stands, not at the runfiles.
  if (const char* folder = std::getenv("BUILD_WORKING_DIRECTORY"); folder != nullptr) {
    std::error_code ignored;  // A folder that is gone leaves paths as they are.
    std::filesystem::current_path(folder, ignored);
  }
  return lambda::run_verbs(
      "deploy", "Pushes images, creates and changes functions, publishes layers.",
      {deploy::push_verb(*function), deploy::deploy_verb(*function), deploy::invoke_verb(*function),
       deploy::delete_verb(*function), deploy::publish_verb(*function)},
      words);
}

}  // namespace

int main(int argc, char** argv) {
  std::error_code problem;
  const std::filesystem::path program = std::filesystem::absolute(argv[0], problem);
  return run(program.string(), std::vector<std::string>(argv + 1, argv + argc));
}
