// Source: the statuses and warnings of buildifier, as `buildifier -help` and its WARNINGS.md tell.
#include "tools/format/starlark_format.h"

#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>

#include "tools/format/difference.h"
#include "tools/format/source_tree.h"
#include "tools/process/run.h"

namespace lambda::format {
namespace {

namespace fs = std::filesystem;
using Complaints = std::vector<std::string>;

constexpr int kNeedsFormat = 4;
constexpr std::string_view kFormatLine = " # reformat";

// Those that find faults; what only concerns taste stays off. The order of loads is part of the
// form.
constexpr std::string_view kWarnings =
    "-warnings="
    "load,package-on-top,"  // What a file uses, and where it says so.
    "duplicated-name,redefined-variable,unused-variable,no-effect,unreachable,return-value,"
    "uninitialized,integer-division,string-iteration,"      // What cannot be meant.
    "depset-iteration,overly-nested-depset,constant-glob,"  // What is slow, or finds nothing.
    "attr-cfg,attr-single-file,ctx-args,rule-impl-return,provider-params,positional-args,"
    "print,"                                       // What stays behind from a search for a fault.
    "module-docstring,function-docstring-header";  // What a reader is owed.

std::expected<ProgramEnd, std::string> run(const fs::path& workspace, const fs::path& buildifier,
                                           std::vector<std::string> arguments) {
  auto end = tools::run(buildifier, arguments, workspace);
  if (end && end->status != 0 && end->status != kNeedsFormat) {
    return std::unexpected("buildifier ended with status " + std::to_string(end->status) + ":\n" +
                           end->errors);
  }
  return end;
}

std::vector<std::string> arguments_of(const fs::path& workspace, std::vector<std::string> options) {
  const std::vector<std::string> files = files_of(workspace, Language::kStarlark);
  options.push_back(std::string(kWarnings));
  options.insert(options.end(), files.begin(), files.end());
  return options;
}

std::expected<std::string, std::string> difference(const fs::path& workspace,
                                                   const fs::path& buildifier,
                                                   const std::string& path) {
  const auto shall = run(workspace, buildifier, {"-mode=print_if_changed", path});
  if (!shall) {
    return std::unexpected(shall.error());
  }
  std::ifstream stream(workspace / path, std::ios::binary);
  const std::string is{std::istreambuf_iterator<char>(stream), {}};
  return first_difference(path, is, shall->output).value_or(path + ": is not set");
}

}  // namespace

std::expected<Complaints, std::string> check_starlark(const fs::path& workspace,
                                                      const fs::path& buildifier) {
  const auto asked =
      run(workspace, buildifier, arguments_of(workspace, {"-mode=check", "-lint=warn"}));
  if (!asked) {
    return std::unexpected(asked.error());
  }
  Complaints complaints;
  std::istringstream said(asked->output + asked->errors);
  for (std::string line; std::getline(said, line);) {
    if (!line.ends_with(kFormatLine)) {
      complaints.push_back(line);
      continue;
    }
    line.resize(line.size() - kFormatLine.size());
    auto found = difference(workspace, buildifier, line);
    if (!found) {
      return std::unexpected(found.error());
    }
    complaints.push_back(*found);
  }
  return complaints;
}

std::expected<void, std::string> mend_starlark(const fs::path& workspace,
                                               const fs::path& buildifier) {
  const auto done = run(workspace, buildifier, arguments_of(workspace, {"-mode=fix", "-lint=fix"}));
  return done ? std::expected<void, std::string>() : std::unexpected(done.error());
}

}  // namespace lambda::format
