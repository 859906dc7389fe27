// Builds SBCL from its source by its own make.sh, for this processor or another, in a folder that
// is the same on every machine, with no clock, host or user name in what it makes.
// Source: SBCL's INSTALL; make.sh --help; reproducible-builds.org, SOURCE_DATE_EPOCH.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda::images {

struct SbclBuild {
  std::filesystem::path source;          // The folder that holds make.sh.
  std::string version;                   // "2.6.4": for a source that does not carry its own.
  std::string architecture;              // Lambda's name: "x86_64" or "arm64".
  std::vector<std::string> compiler;     // The C compiler and the words that choose the target.
  std::vector<std::string> linker;       // For objects only: `ld -r`.
  std::filesystem::path target_program;  // Stands in as CC: see target_program.cpp.
  std::filesystem::path log;             // What make.sh says.
};

/// Where the parts of a finished build lie.
struct SbclParts {
  std::filesystem::path object;   // The runtime as one object file, to link a program with.
  std::filesystem::path runtime;  // The program `sbcl`.
  std::filesystem::path core;
  std::filesystem::path modules;  // SBCL's contributed modules: fasls and .asd files.
};

/// SBCL's name of an architecture of Lambda: "x86-64". Empty when Lambda has no such one.
std::string sbcl_architecture(const std::string& architecture);

/// The environment of make.sh when it runs in `folder`. Of the caller's, only PATH enters.
std::map<std::string, std::string> sbcl_environment(const SbclBuild& build,
                                                    const std::filesystem::path& folder,
                                                    const std::string& path);

/// Makes `folder`, copies the source there and builds it: minutes. The caller removes the folder.
/// Error: Sbcl.Program, naming what must be installed; Sbcl.Source; Sbcl.Failed, with the end of
/// the log.
std::expected<SbclParts, Error> build_sbcl(const SbclBuild& build,
                                           const std::filesystem::path& folder);

}  // namespace lambda::images
