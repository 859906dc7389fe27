// Finds the program to run, and explains in advance why it cannot run.
// Source: AWS Lambda Developer Guide, "Building a custom runtime" (where bootstrap lies).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda::emulator {

/// Where a bootstrap may be, in the order of search.
std::vector<std::string> bootstrap_candidates(const std::string& task_root,
                                              const std::string& layer_root = "/opt");

/// The first candidate that is an executable file.
/// Error: Runtime.InvalidEntrypoint, naming each candidate and what is wrong with it.
std::expected<std::string, Error> find_bootstrap(const std::vector<std::string>& candidates);

/// Succeeds when this machine can run `path`.
/// Error: Runtime.InvalidEntrypoint: missing, a folder, not executable, empty, for another
/// processor, without its loader, or not a program; with what to do about it.
std::expected<void, Error> check_bootstrap(const std::string& path);

/// The processor that the program `path` is for, as ELF numbers them. Absent when it is not
/// a program or cannot be read.
std::optional<std::uint16_t> elf_machine_of(const std::string& path);

}  // namespace lambda::emulator
