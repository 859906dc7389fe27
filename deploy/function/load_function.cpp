// Finds and reads a function's document. Source: load_function.h.
#include "deploy/function/load_function.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "core/files/runfiles.h"
#include "core/json/json_object.h"

namespace lambda::deploy {
namespace {

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

OptionRule function_option() {
  return {"function", "FILE", "what was built; by itself the target's own", false, false};
}

std::optional<std::string> document_beside(const std::string& program) {
  std::error_code problem;
  const std::string path = program + ".function.json";
  if (!std::filesystem::is_regular_file(path, problem)) {
    return std::nullopt;
  }
  return path;
}

std::expected<FunctionDocument, Error> load_function(const std::string& program,
                                                     const Arguments& arguments) {
  const bool is_named = arguments.has("function");
  const auto path = is_named ? std::optional(arguments.one("function")) : document_beside(program);
  if (!path) {
    return failure("Usage",
                   "No function is named. Run its target, `bazel run //hello:hello.deploy`,"
                   " or give --function FILE, the .function.json beside that program.");
  }
  const auto text = read_file(*path, kJsonBytesMax);
  if (!text) {
    return std::unexpected(text.error());
  }
  std::filesystem::path root = std::filesystem::path(*path).parent_path();
  if (!is_named) {
    const auto runfiles = find_runfiles(program, variable);
    if (!runfiles) {
      return std::unexpected(runfiles.error());
    }
    root = *runfiles;
  }
  return parse_function_document(*text, [&](const std::string& found) { return root / found; });
}

std::vector<std::string> words_for_verb(const std::string& verb, std::vector<std::string> words) {
  const std::string first = words.empty() ? "" : words.front();
  const bool is_other = verb == "deploy" && (first == "invoke" || first == "delete");
  if (!is_other) {
    words.insert(words.begin(), verb);
  }
  return words;
}

}  // namespace lambda::deploy
