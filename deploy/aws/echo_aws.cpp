// A program named `aws` for the test of AwsCommand alone: what only a strange `aws` does. Answers
// with the words and the input that it was given, or as its first word says. The real one is run
// by the tests of //tests/deploy.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

std::string unescaped(const std::string& json) {
  std::string text;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] != '\\' || i + 1 == json.size()) {
      text += json[i];
      continue;
    }
    const char next = json[++i];
    text += next == 'n' ? '\n' : next == 't' ? '\t' : next;
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  std::ifstream stream("/dev/stdin");
  const std::string input{std::istreambuf_iterator<char>(stream), {}};
  const std::string first = argc > 1 ? argv[1] : "";
  if (first == "silent") {
    return 0;
  }
  if (first == "variables") {
    for (const char* name : {"AWS_PAGER", "AWS_CLI_AUTO_PROMPT", "AWS_CLI_FILE_ENCODING",
                             "PYTHONIOENCODING", "AWS_MAX_ATTEMPTS"}) {
      const char* value = std::getenv(name);
      std::cout << name << "=" << (value == nullptr ? "(unset)" : value) << "\n";
    }
    return 0;
  }
  if (first == "broken") {
    std::cout << "{\"cut\": ";
    return 0;
  }
  if (first == "refuse") {
    std::cerr << "An error occurred (ValidationException) when calling the X operation: Value '"
              << input << "' is wrong";
    // Also as it is, not as JSON: the value of the first variable, unescaped.
    std::cerr << ", namely " << unescaped(input) << "\n";
    return 254;
  }
  std::string words;
  for (int i = 1; i < argc; ++i) {
    words += std::string(i > 1 ? " " : "") + argv[i];
  }
  if (first == "text") {
    std::cout << words << "\n";
    return 0;
  }
  std::ofstream("/dev/fd/3") << "answer";
  std::cout << "{\"words\": \"" << words << "\", \"input\": " << input << "}\n";
  return 0;
}
