// A program named `aws` that answers as a script says: for what AWS does now and then, and the
// tests' real `aws` with moto never does (an update under way, a role too new, a failed image).
// AWS_SCRIPT is a folder; the Nth call of OPERATION is answered by its file OPERATION.N, or else
// the last there is: text for standard output, or after "!" an error. The file `answer` goes to
// the answer's file. What was called is appended to the file `log`; the words of the Nth call, a
// line each, and the retries that `aws` was asked for, are in OPERATION.words.N.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

std::string whole(const std::filesystem::path& path) {
  std::ifstream stream(path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Each call leaves a file, by which the next is counted; calls of one operation do not overlap.
int count(const std::filesystem::path& folder, const std::string& operation) {
  int number = 1;
  while (std::filesystem::exists(folder / (operation + ".called." + std::to_string(number)))) {
    ++number;
  }
  std::ofstream(folder / (operation + ".called." + std::to_string(number))) << whole("/dev/stdin");
  return number;
}

}  // namespace

int main(int argc, char** argv) {
  const char* script = std::getenv("AWS_SCRIPT");
  if (script == nullptr || argc < 3) {
    return 2;
  }
  const std::filesystem::path folder = script;
  const std::string operation = argv[2];
  int number = count(folder, operation);
  std::ofstream(folder / "log", std::ios::app) << operation << "\n";
  std::ofstream words(folder / (operation + ".words." + std::to_string(number)));
  for (int i = 1; i < argc; ++i) {
    words << argv[i] << "\n";
  }
  const char* attempts = std::getenv("AWS_MAX_ATTEMPTS");
  words << "AWS_MAX_ATTEMPTS=" << (attempts == nullptr ? "" : attempts) << "\n";
  words.close();
  while (number > 1 && !exists(folder / (operation + "." + std::to_string(number)))) {
    --number;
  }
  const std::filesystem::path file = folder / (operation + "." + std::to_string(number));
  const std::string reply = exists(file) ? whole(file) : "!ResourceNotFoundException none";
  if (!reply.starts_with('!')) {
    if (exists(folder / "answer")) {
      std::ofstream("/dev/fd/3") << whole(folder / "answer");
    }
    std::cout << reply;
    return 0;
  }
  const std::size_t space = reply.find(' ');
  std::cerr << "An error occurred (" << reply.substr(1, space - 1) << ") when calling the X "
            << "operation: " << reply.substr(space + 1);
  return 254;
}
