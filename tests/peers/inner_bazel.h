// A second Bazel, for tests of what Bazel does with this project: a workspace, an output root and
// a home of its own, and the machine's settings for what it fetches.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/peers/run.h"

namespace lambda::peers {

struct InnerBazel {
  std::filesystem::path workspace;
  std::filesystem::path folder;                    // For outputs and home; made when absent.
  std::vector<std::string> startup;                // Startup options, added to those of all.
  std::map<std::string, std::string> environment;  // Added to its own.
};

/// Runs `bazel ARGUMENTS`. The server it starts ends with the private machine it must run in.
Outcome run_bazel(const InnerBazel& bazel, const std::vector<std::string>& arguments,
                  std::chrono::seconds limit);

/// Copies this project's sources, without what git and Bazel make, to `destination`. The variable
/// WORKSPACE_FILE names the runfile of the workspace's own WORKSPACE file.
void copy_workspace(const std::filesystem::path& destination);

/// The option that gives a second Bazel the toolchain which the first has unpacked. The variable
/// ZIG_SDK_FILES names `$(rlocationpaths @zig_sdk//:all_files)`.
std::string same_toolchain();

}  // namespace lambda::peers
