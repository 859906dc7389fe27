// A small workspace that uses this project's rules as anybody's would, with one base image in it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/peers/inner_bazel.h"
#include "tests/peers/run.h"

namespace lambda::base_test {

class Consumer {
 public:
  /// `image` is the base's reference; `startup` are options of the Bazel that runs in it.
  explicit Consumer(const std::string& image, std::vector<std::string> startup = {});

  /// Has Bazel fetch the base, for x86_64, with `arguments` added to the command.
  peers::Outcome fetch(const std::vector<std::string>& arguments) const;

  /// Where the fetched files are.
  std::filesystem::path fetched() const;

 private:
  peers::InnerBazel bazel_;
};

/// `--repo_env` that has bases come from a plain registry at a port of 127.0.0.1.
std::string mirror(uint16_t port);

/// `--repo_env` that names a folder with a Docker login for `host`.
std::string login(const std::string& host, const std::string& user_and_password_in_base64);

}  // namespace lambda::base_test
