// A fresh machine with tools/bazel in a small workspace: no Bazel of its own, a cache folder that
// begins empty, `aws` on the host alone. Its private root is this machine's own system, bound anew.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/peers/certificate.h"
#include "tests/peers/run.h"

namespace lambda::tools_test {

/// Where and how `tools/bazel` is called.
struct Call {
  std::filesystem::path folder;                         // Empty: the workspace.
  std::map<std::string, std::string> environment = {};  // Added to the machine's.
  std::string input = {};
};

/// One for all tests of a program: making it takes seconds. Only in a private machine.
class Machine {
 public:
  /// Made at its first use. Ends the test's process when openssl or keytool fails.
  static const Machine& get();

  /// Runs `tools/bazel WORDS` of the workspace.
  peers::Outcome bazel(const std::vector<std::string>& words, const Call& call = {}) const;

  /// Writes the workspace's .bazelrc: what every command needs, and then `lines`.
  void set_rc(const std::string& lines) const;

  std::filesystem::path workspace() const { return folder_ / "workspace"; }
  std::filesystem::path cache() const { return folder_ / "cache"; }

  /// The bazelrc of the private root.
  std::string root_rc() const;

  /// What Bazel's TLS trusts, by an option in the workspace's .bazelrc.
  const peers::Certificate& authority() const { return authority_; }

  /// What the first command of all said: `run //:report`, with "the first event" as its input.
  const peers::Outcome& first() const { return first_; }

 private:
  Machine();

  std::filesystem::path folder_;
  peers::Certificate authority_;
  std::string startup_;
  peers::Outcome first_;
};

}  // namespace lambda::tools_test
