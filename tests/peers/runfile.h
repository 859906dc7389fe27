// Finds the files a test names in its BUILD target, and a folder to write in.
// Source: Bazel's "Test encyclopedia" (TEST_SRCDIR, TEST_TMPDIR).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lambda::peers {

/// The file whose `$(rlocationpath)` the BUILD target put in the environment variable `variable`.
/// Ends the test's process with a message when the variable or the file is absent.
std::filesystem::path runfile(const std::string& variable);

/// The one that ends with `ending` of the files whose `$(rlocationpaths)` the variable holds. Ends
/// the test's process when there is none, or no such file.
std::filesystem::path runfile_ending(const std::string& variable, std::string_view ending);

/// The file or folder at `place` among the runfiles, as `$(rlocationpath)` names it. Ends the
/// test's process when it is absent.
std::filesystem::path runfile_at(const std::string& place);

/// A new, empty folder inside the test's own, removed by Bazel at the end.
std::filesystem::path new_folder(std::string_view name);

/// The content of a file, whole; empty when it cannot be read.
std::string read_file(const std::filesystem::path& path);

/// Writes `content`; ends the test's process with a message when that fails.
void write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace lambda::peers
