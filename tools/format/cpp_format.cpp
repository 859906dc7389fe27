// clang-format is asked once which files it would change, then for each of those what it would be.
#include "tools/format/cpp_format.h"

#include <cstdint>
#include <set>
#include <sstream>

#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "tools/format/difference.h"
#include "tools/format/includes.h"
#include "tools/format/source_tree.h"
#include "tools/process/run.h"

namespace lambda::format {
namespace {

namespace fs = std::filesystem;
using Complaints = std::vector<std::string>;

constexpr std::uintmax_t kSourceBytesMax = 16u << 20;

std::string message_of(const Error& error) { return error.message; }

std::expected<std::string, std::string> read(const fs::path& file) {
  return read_file(file, kSourceBytesMax).transform_error(message_of);
}

// Runs clang-format in the workspace, whose .clang-format it finds above each file.
std::expected<ProgramEnd, std::string> run(const fs::path& workspace, const fs::path& clang_format,
                                           std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"--style=file", "--fallback-style=none"});
  auto end = tools::run(clang_format, arguments, workspace);
  if (end && end->status != 0) {
    return std::unexpected("clang-format ended with status " + std::to_string(end->status) + ":\n" +
                           end->errors);
  }
  return end;
}

// The files that clang-format warns of: "path:line:column: warning: ...".
std::set<std::string> warned_of(const std::string& errors) {
  std::set<std::string> files;
  std::istringstream stream(errors);
  for (std::string line; std::getline(stream, line);) {
    if (line.contains(": warning: ")) {
      files.insert(line.substr(0, line.find(':')));
    }
  }
  return files;
}

// Changes only the quotes of includes; clang-format then finds their block.
std::expected<void, std::string> angle_includes(const fs::path& file) {
  const auto text = read(file);
  if (!text) {
    return std::unexpected(text.error());
  }
  const std::string angled = with_angled_includes(*text);
  if (angled == *text) {
    return {};
  }
  return write_file(file, angled).transform_error(message_of);
}

}  // namespace

std::expected<Complaints, std::string> check_cpp(const fs::path& workspace,
                                                 const fs::path& clang_format) {
  std::vector<std::string> arguments = files_of(workspace, Language::kCpp);
  Complaints complaints;
  for (const std::string& path : arguments) {
    const auto text = read(workspace / path);
    if (!text) {
      return std::unexpected(text.error());
    }
    if (auto found = first_difference(path, *text, with_angled_includes(*text))) {
      complaints.push_back(*found);
    }
  }
  arguments.insert(arguments.begin(), "--dry-run");
  const auto asked = run(workspace, clang_format, arguments);
  if (!asked) {
    return std::unexpected(asked.error());
  }
  for (const std::string& path : warned_of(asked->errors)) {
    const auto is = read(workspace / path);
    const auto shall = run(workspace, clang_format, {path});
    if (!is || !shall) {
      return std::unexpected(is ? shall.error() : is.error());
    }
    if (auto found = first_difference(path, *is, shall->output)) {
      complaints.push_back(*found);
    }
  }
  return complaints;
}

std::expected<void, std::string> mend_cpp(const fs::path& workspace, const fs::path& clang_format) {
  std::vector<std::string> arguments = files_of(workspace, Language::kCpp);
  for (const std::string& path : arguments) {
    if (auto done = angle_includes(workspace / path); !done) {
      return done;
    }
  }
  arguments.insert(arguments.begin(), "-i");
  const auto done = run(workspace, clang_format, arguments);
  return done ? std::expected<void, std::string>() : std::unexpected(done.error());
}

}  // namespace lambda::format
