// Reads the list of an archive's members, which a Starlark rule wrote, and finds the files. One
// entry a line, three fields separated by tabs:
//   program <TAB> PATH <TAB> SOURCE    a file, always executable
//   file    <TAB> PATH <TAB> SOURCE    a file, or a folder with all it holds
//   link    <TAB> PATH <TAB> TARGET    a symbolic link
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"
#include "images/tools/archive/entry.h"

namespace lambda::images {

inline constexpr std::size_t kEntriesMax = 1'000'000;
inline constexpr int kFolderDepthMax = 64;

/// The kind of a path that is not a file, for messages: "a named pipe".
std::string kind_in_words(std::filesystem::file_type type);

/// The entries that the lines of `list` name, each path below `prefix` (which may be empty).
/// Symbolic links among the sources are followed: Bazel's sandbox links every input, so a link
/// that the user made cannot be told apart. A file is executable when its content is a program:
/// ELF or "#!"; Bazel marks everything it makes as executable, so the mode on disk says nothing.
/// Not yet completed: see complete_entries.
/// Error: EntryList.Malformed; EntryList.SourceMissing, also for a dangling link;
/// EntryList.NotAFile for a pipe, a socket or a device; EntryList.TooLarge.
std::expected<std::vector<Entry>, Error> read_entry_list(std::string_view list,
                                                         std::string_view prefix);

}  // namespace lambda::images
