// A small workspace that uses this project's rules as anybody's would, with one base image in it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/peers/inner_bazel.h"
#include "tests/peers/run.h"

namespace lambda::base_test {

/// One Bazel and its server serve all fetches, since a new one takes seconds to begin.
class Consumer {
 public:
  /// Trusts, for TLS, the authorities in the Java key store `trust_store`, its password "changeit".
  explicit Consumer(const std::filesystem::path& trust_store);

  /// Has Bazel fetch the base `image`, for x86_64, whole, with `arguments` added to the command.
  peers::Outcome fetch(const std::string& image, const std::vector<std::string>& arguments) const;

  /// The same for its documents alone.
  peers::Outcome fetch_documents(const std::string& image,
                                 const std::vector<std::string>& arguments) const;

  /// What the base is to the rules that use it: its target's attributes, as Bazel prints them.
  peers::Outcome describe(const std::string& image,
                          const std::vector<std::string>& arguments) const;

  /// Bazel's usual repository cache, which no fetch uses that is not told so.
  std::filesystem::path usual_cache() const { return bazel_.folder / "out/cache/repos/v1"; }

  /// The home folder of Bazel and what it starts.
  std::filesystem::path home() const { return bazel_.folder / "home"; }

  /// Where the files of the last fetch are: of its documents, and of its layers.
  std::filesystem::path fetched() const { return repository("base"); }
  std::filesystem::path fetched_layers() const { return repository("base_layers"); }

 private:
  peers::Outcome query(const std::string& image, const std::vector<std::string>& arguments,
                       const std::string& what) const;
  std::filesystem::path repository(const std::string& name) const;

  peers::InnerBazel bazel_;
};

/// `--repo_env` that has bases come from a plain registry at a port of 127.0.0.1.
std::string mirror(uint16_t port);

/// `--repo_env` that names a folder with a Docker login for `host`.
std::string login(const std::string& host, const std::string& user_and_password_in_base64);

}  // namespace lambda::base_test
