// What the rules tell a program about a function: the file NAME.VERB.function.json beside the
// program NAME.VERB. images/function/document.bzl writes it; the launcher and `deploy` read it
// here.
//   {"verb": "push", "label": "//hello:hello.push", "name": "hello", "environment": {"K": "V"},
//    "memory_mb": 0, "timeout_seconds": 0, "handler": "app.main", "outputs": ["zip:
//    bazel-bin/..."], "architectures": [{"architecture": "x86_64", "manifest": PATH, "config":
//    PATH,
//      "digest": PATH, "layers": [null, PATH], "zip": PATH, "layer": PATH, "layer_name": "hello",
//      "base": {"reference": "HOST/REPOSITORY:TAG", "digest": "sha256:..."},
//      "entrypoint": PATH, "task": PATH, "layer_folder": PATH}]}
// A document names only what its verb needs. 0 megabytes or seconds, and members that are missing,
// are left to Lambda's defaults. A layer that is null belongs to the base and may not have been
// downloaded; "base" is null for the empty base. "layer" is what `publish` publishes, under the
// name "layer_name"; for `deploy` it holds the function's program and is published and attached.
// "entrypoint", "task" and "layer_folder" are what `invoke` and `serve` run.
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

namespace lambda::images {

/// The image that another image stands on.
struct FunctionBase {
  std::string reference;  // HOST/REPOSITORY:TAG; of a mirror with http[s]:// before it.
  std::string digest;     // Of its manifest, or of the index that lists it.
};

/// What was built for one processor. A path is empty where the document does not name it.
struct FunctionArchitecture {
  std::string architecture;  // "x86_64" or "arm64".
  std::filesystem::path manifest;
  std::filesystem::path config;
  std::filesystem::path digest;  // A file of one line, the manifest's digest.
  std::vector<std::optional<std::filesystem::path>> layers;  // In the manifest's order.
  std::optional<FunctionBase> base;
  std::filesystem::path zip;
  std::filesystem::path layer;         // The zip for /opt.
  std::string layer_name;              // Empty: the function's own name.
  std::filesystem::path entrypoint;    // The entry point program.
  std::filesystem::path task;          // The folder /var/task.
  std::filesystem::path layer_folder;  // The folder /opt; empty: the program is in `task`.
};

/// Owns its texts. At least one architecture, each once.
struct FunctionDocument {
  std::string verb;
  std::string label;
  std::string name;
  std::string handler;  // The value of _HANDLER; empty: unset.
  std::map<std::string, std::string> environment;
  std::uint64_t memory_mb = 0;
  std::uint64_t timeout_seconds = 0;
  std::vector<std::string> outputs;  // Built files, a line each, to show to the user.
  std::vector<FunctionArchitecture> architectures;
};

/// Reads a document. `resolve` turns a path of the document into one that can be opened.
/// Error: Function.Malformed, naming the member; Json.Malformed.
std::expected<FunctionDocument, Error> parse_function_document(
    std::string_view text, const std::function<std::filesystem::path(const std::string&)>& resolve);

/// The document beside `program` (the absolute argv[0]), absent where there is none: the program
/// was then started by its own name. Paths are runfiles.
/// Error: File.Unreadable; Launch.NoRunfiles; those of parse_function_document.
std::expected<std::optional<FunctionDocument>, Error> load_function_beside(
    const std::string& program);

/// The document in `file`; relative paths in it start at the file's folder.
/// Error: File.Unreadable; those of parse_function_document.
std::expected<FunctionDocument, Error> load_function_file(const std::filesystem::path& file);

}  // namespace lambda::images
