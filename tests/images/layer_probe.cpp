// A runtime as a layer has it: its answer is the handler that it was asked for and what the
// function's own file says, so that a test sees which program runs on whose files.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "runtime/lambda.h"

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string own_file() {
  const std::filesystem::path folder = variable("LAMBDA_TASK_ROOT");
  std::ifstream file(folder / "conf" / "words.txt");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  while (text.ends_with('\n')) {
    text.pop_back();
  }
  return text;
}

}  // namespace

int main() {
  return lambda::run([](std::string_view, const lambda::Context&) {
    return "\"" + variable("_HANDLER") + ": " + own_file() + "\"";
  });
}
