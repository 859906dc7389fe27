// Decides if a program can be a Lambda function's bootstrap, before anything is deployed.
// Source: Lambda Developer Guide, "Building a custom runtime"; Amazon Linux 2023's glibc 2.34.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/elf/elf_file.h"
#include "core/errors/error.h"

namespace lambda::images {

/// What the place where the bootstrap will run offers.
struct BootstrapDemand {
  std::string_view architecture;              // Lambda's name: "x86_64" or "arm64".
  std::optional<GlibcVersion> glibc_offered;  // Absent: no libc at all, as in an empty base.
  std::vector<std::string> libraries_packed;  // Those beside it that the loader finds.
};

/// What is known of a bootstrap that passed.
struct BootstrapFacts {
  bool is_static = false;
  std::optional<GlibcVersion> glibc_needed;  // Absent when it names no version.
};

/// Whether Lambda's loader finds what is packed at `path`, seen from the function's folder: the
/// variable LD_LIBRARY_PATH has that folder and its `lib`.
bool is_on_library_path(std::string_view path);

/// Checks `bytes`, the whole file. `name` stands in messages.
/// Error, each with what was found and what to write instead: Bootstrap.NotAProgram;
/// Bootstrap.WrongArchitecture; Bootstrap.WrongLoader; Bootstrap.NeedsGlibc;
/// Bootstrap.GlibcTooNew; Bootstrap.LibraryMissing for a shared library that is neither glibc's nor
/// packed; Bootstrap.UnknownArchitecture for a demand of another architecture.
std::expected<BootstrapFacts, Error> check_bootstrap(std::string_view name, std::string_view bytes,
                                                     const BootstrapDemand& demand);

}  // namespace lambda::images
