// A function as `deploy` is told of it: a document that a test writes about files that were built.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lambda::deploy_test {

/// What was built for one architecture. Empty paths are not in the document.
struct ArchitectureFiles {
  std::string architecture;  // "x86_64" or "arm64".
  std::filesystem::path manifest;
  std::filesystem::path config;
  std::filesystem::path digest;
  std::vector<std::optional<std::filesystem::path>> layers;  // Absent: never downloaded.
  std::string base_reference;                                // Empty: no base.
  std::string base_digest;
  std::filesystem::path zip;
  std::filesystem::path layer;

  /// The manifest's digest.
  std::string digest_text() const;
};

struct FunctionFiles {
  std::string name = "hello";
  std::map<std::string, std::string> environment;
  unsigned memory_mb = 0;
  unsigned timeout_seconds = 0;
  std::vector<ArchitectureFiles> architectures;
};

/// Writes the document, for the verb `verb`, into a new folder and returns its path.
std::filesystem::path write_document(const FunctionFiles& function, const std::string& verb);

/// hello as its targets made it, and echo, as a change of hello's handler: the layer of the
/// entrypoint is the same. With the given architectures.
FunctionFiles hello(const std::vector<std::string>& architectures = {"x86_64"});
FunctionFiles changed_hello(const std::vector<std::string>& architectures = {"x86_64"});

}  // namespace lambda::deploy_test
