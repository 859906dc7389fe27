// Checks that a build packs everything in a folder: Bazel's glob silently leaves out what it cannot
// name.
// Source: Bazel documentation, "glob"; its labels must be UTF-8, its files be files.
#pragma once

#include <expected>
#include <string_view>

#include "core/errors/error.h"

namespace lambda::images {

/// Lists the folders that `list` names and compares them with its files, each a line:
///   folder <TAB> PATH
///   file   <TAB> PATH
/// Subfolders are searched, and links are followed.
/// Error: Folder.NotWhole, naming what would be left out and why: a name that is not UTF-8, a pipe,
/// a socket, a device, a dangling link, a file that Bazel does not list, as below another
/// BUILD file; Folder.Unreadable; EntryList.Malformed.
std::expected<void, Error> check_whole_folders(std::string_view list);

}  // namespace lambda::images
