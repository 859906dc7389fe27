// Decides if a program can be a Lambda function's bootstrap, before anything is deployed.
// Source: Lambda Developer Guide, "Building a custom runtime"; Amazon Linux 2023's glibc 2.34.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "images/tools/elf/elf_file.h"
#include "runtime/errors/error.h"

namespace lambda::images {

/// What the place where the bootstrap will run offers.
struct BootstrapDemand {
  std::string_view architecture;              // Lambda's name: "x86_64" or "arm64".
  std::optional<GlibcVersion> glibc_offered;  // Absent: no libc at all, as in an empty base.
};

/// What is known of a bootstrap that passed.
struct BootstrapFacts {
  bool is_static = false;
  std::optional<GlibcVersion> glibc_needed;  // Absent when it names no version.
};

/// Checks `bytes`, the whole file. `name` stands in messages.
/// Error, each with what was found and what to write instead: Bootstrap.NotAProgram;
/// Bootstrap.WrongArchitecture; Bootstrap.WrongLoader; Bootstrap.NeedsGlibc;
/// Bootstrap.GlibcTooNew; Bootstrap.UnknownArchitecture for a demand of another architecture.
std::expected<BootstrapFacts, Error> check_bootstrap(std::string_view name, std::string_view bytes,
                                                     const BootstrapDemand& demand);

}  // namespace lambda::images
