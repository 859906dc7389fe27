// What was built, as the rules of //images tell it to `deploy`: the file NAME.push.function.json
// beside the program NAME.push. Source: this file.
//   {"verb": "push", "label": "//hello:hello.push", "name": "hello", "environment": {"K": "V"},
//    "memory_mb": 0, "timeout_seconds": 0, "handler": "app.main",
//    "architectures": [{"architecture": "x86_64", "manifest": PATH, "config": PATH,
//      "digest": PATH, "layers": [null, PATH], "zip": PATH, "layer": PATH, "layer_name": "hello",
//      "base": {"reference": "HOST/REPOSITORY:TAG", "digest": "sha256:..."}}]}
// 0 megabytes or seconds: not said. A layer that is null is one of the base's that was never
// downloaded; "base" is null for the empty base. A document for `publish` has no image. "layer" is
// what `publish` publishes, by the name "layer_name". For `deploy`, a layer that has this name is
// what the function's program is in: it is published, where it changed, and attached.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"

namespace lambda::deploy {

/// The image that another image stands on.
struct FunctionBase {
  std::string reference;  // HOST/REPOSITORY:TAG; of a mirror with http[s]:// before it.
  std::string digest;     // Of its manifest, or of the index that lists it.
};

/// What was built for one processor. A path is empty where that was not built.
struct FunctionArchitecture {
  std::string architecture;  // "x86_64" or "arm64".
  std::filesystem::path manifest;
  std::filesystem::path config;
  std::filesystem::path digest;  // A file of one line, the manifest's digest.
  std::vector<std::optional<std::filesystem::path>> layers;  // In the manifest's order.
  std::optional<FunctionBase> base;
  std::filesystem::path zip;
  std::filesystem::path layer;  // The zip for /opt.
  std::string layer_name;       // Empty where it was not said.
};

/// Owns its texts. At least one architecture, each once.
struct FunctionDocument {
  std::string verb;
  std::string label;
  std::string name;
  std::string handler;  // What _HANDLER is to say; empty where it was not said.
  std::map<std::string, std::string> environment;
  std::uint64_t memory_mb = 0;
  std::uint64_t timeout_seconds = 0;
  std::vector<FunctionArchitecture> architectures;
};

/// Reads a document. `resolve` makes a path of what the document says.
/// Error: Function.Malformed, naming the member; Json.Malformed.
std::expected<FunctionDocument, Error> parse_function_document(
    std::string_view text, const std::function<std::filesystem::path(const std::string&)>& resolve);

}  // namespace lambda::deploy
