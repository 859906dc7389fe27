// Which symbol file belongs to a stack, of those that are here.
// Source: GDB manual, "Debugging Information in Separate Files": FOLDER/.build-id/XX/YY.debug.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda::images {

/// By build id, as 40 digits.
using SymbolFiles = std::map<std::string, std::filesystem::path>;

/// The symbol files in `folders`.
/// Error: File.Unreadable for a folder that is not there.
std::expected<SymbolFiles, Error> find_symbol_files(
    const std::vector<std::filesystem::path>& folders);

/// The file for `build_id`; where that is empty, the only one there is.
/// Error: Symbols.None when there is no file at all; Symbols.OtherBuild when none is of this build;
/// Symbols.Ambiguous when the stack names no build and there are several.
std::expected<std::filesystem::path, Error> choose_symbol_file(const SymbolFiles& files,
                                                               const std::string& build_id);

}  // namespace lambda::images
