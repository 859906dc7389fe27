// Checks that a build packs all that is in a folder: Bazel's glob leaves out, without a word, what
// it cannot name.
// Source: Bazel documentation, "glob"; its labels must be UTF-8, its files be files.
#pragma once

#include <expected>
#include <string_view>

#include "core/errors/error.h"

namespace lambda::images {

/// Lists the folders that `list` names and compares them with its files, each a line:
///   folder <TAB> PATH
///   file   <TAB> PATH
/// Folders in them are looked into, empty ones too; links are followed.
/// Error: Folder.NotWhole, naming what would be left out and why: a name that is not UTF-8, a pipe,
/// a socket, a device, a link that leads nowhere, a file that Bazel does not list, as below another
/// BUILD file; Folder.Unreadable; EntryList.Malformed.
std::expected<void, Error> check_whole_folders(std::string_view list);

}  // namespace lambda::images
