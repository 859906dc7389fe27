// Runs another program to its end, with an environment of its own. The build tools' one way to.
// Source: fork(2), execve(2), personality(2), waitpid(2).
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"

namespace lambda {

/// What to run. Nothing of the caller's environment is passed on.
struct Process {
  std::vector<std::string> words;                  // The first is the program; see find_on_path.
  std::map<std::string, std::string> environment;  // Whole; its PATH is where programs are found.
  std::filesystem::path folder;                    // Empty: the caller's.
  std::filesystem::path log;                       // Takes both outputs; empty: the caller's.
  std::filesystem::path output;                    // Takes standard output, apart from the log.
  bool has_fixed_addresses = false;  // No address space layout randomisation, where permitted.
};

/// The file that `program` names: as it is when it has a slash, else the first in `path`, whose
/// folders are parted by colons. Empty when there is none that may be executed.
std::filesystem::path find_on_path(const std::string& program, std::string_view path);

/// The exit status, or 128 + N when signal N ended it. Standard input is empty.
/// Error: Process.NotFound, naming the program; Process.NotStarted with the system's reason.
std::expected<int, Error> run_process(const Process& process);

}  // namespace lambda
