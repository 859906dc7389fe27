// Parts a linked program into what ships and what its stacks are resolved with.
// Source: System V ABI, "Object Files"; GNU binutils, "separate debug files": a build id names
// both.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "core/errors/error.h"

namespace lambda::images {

/// Both parts carry the same build id: the digest of what the program loads into memory, so that
/// neither the folder of the build nor what debug information says of it enters what ships.
struct SeparatedProgram {
  std::string program;   // Loads and runs as before; without symbols and debug information.
  std::string symbols;   // The whole file; empty where there was nothing to part.
  std::string build_id;  // 40 lower-case hexadecimal digits; empty where the linker left no room.
};

/// Parts `bytes`, a whole ELF program. A program with something appended (as SBCL's saved cores
/// are), without section headers, or without a build id of 20 bytes stays as it is.
/// Error: Elf.NotElf, Elf.Unsupported, Elf.Malformed, as read_elf() has them.
std::expected<SeparatedProgram, Error> separate_symbols(std::string_view bytes);

/// The GNU build id of a program, as above; empty where it has none.
/// Error: as above.
std::expected<std::string, Error> read_build_id(std::string_view bytes);

}  // namespace lambda::images
