// The names that an archive may contain: relative, plain, and short enough for every reader.
// Source: POSIX.1-2017 limits (NAME_MAX 255, PATH_MAX 4096); CVE-2018-1002200 and kin ("zip slip");
// POSIX pax and PKWARE's APPNOTE, both of which take names for UTF-8.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "core/errors/error.h"

namespace lambda::images {

inline constexpr std::size_t kArchivePathBytesMax = 1024;
inline constexpr std::size_t kArchiveNameBytesMax = 255;

/// Succeeds when an archive may contain `path`.
/// Error: Archive.BadPath when it is empty, absolute, too long or not UTF-8, or has an empty, "."
/// or ".." part or a control character.
std::expected<void, Error> check_archive_path(std::string_view path);

}  // namespace lambda::images
