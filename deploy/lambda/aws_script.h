// A folder with an `aws` that answers as a test says, put in front of PATH.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "core/files/temporary_folder.h"

namespace lambda::deploy {

/// PATH and AWS_SCRIPT of this process, until it ends.
class AwsScript {
 public:
  AwsScript() : path_(std::getenv("PATH")) {
    const std::filesystem::path runfiles = std::getenv("TEST_SRCDIR");
    std::filesystem::create_symlink(runfiles / std::getenv("SCRIPTED_AWS"), folder_ / "aws");
    ::setenv("PATH", (folder_.path().string() + ":" + path_).c_str(), 1);
    ::setenv("AWS_SCRIPT", folder_.path().c_str(), 1);
  }
  ~AwsScript() {
    ::setenv("PATH", path_.c_str(), 1);
    ::unsetenv("AWS_SCRIPT");
  }
  AwsScript(const AwsScript&) = delete;
  AwsScript& operator=(const AwsScript&) = delete;

  /// The answer to the next call of `operation` that has none yet; "!CODE TEXT" for an error.
  void answer(const std::string& operation, const std::string& reply) {
    const std::string name = operation + "." + std::to_string(++answers_[operation]);
    std::ofstream(folder_ / name.c_str()) << reply;
  }

  /// What each call writes to the answer's file.
  void answer_file(const std::string& text) { std::ofstream(folder_ / "answer") << text; }

  /// The operations that were called, a line each.
  std::string called() const { return whole("log"); }

  /// The input of the call `number` of `operation`, from 1.
  std::string input(const std::string& operation, int number) const {
    return whole(operation + ".called." + std::to_string(number));
  }

  /// Its words, a line each, and the last line AWS_MAX_ATTEMPTS=N.
  std::string words(const std::string& operation, int number) const {
    return "\n" + whole(operation + ".words." + std::to_string(number));
  }

 private:
  std::string whole(const std::string& name) const {
    std::ifstream stream(folder_ / name.c_str());
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  const TemporaryFolder folder_;
  const std::string path_;
  std::map<std::string, int> answers_;
};

}  // namespace lambda::deploy
