// Reads what decides where an ELF program can run: machine, loader, and needed libraries, glibc
// above all. Source: System V ABI, "Object Files" and "Dynamic Linking"; Linux Standard Base 5.0,
// "Symbol Versioning"; glibc's elf.h for the numbers.
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/elf/elf_header.h"
#include "core/errors/error.h"

namespace lambda {

inline constexpr std::uint32_t kDynamicEntriesMax = 4096;
inline constexpr std::uint32_t kSymbolVersionsMax = 4096;

/// A glibc release, as its symbol versions name it: GLIBC_2.34 is {2, 34}.
struct GlibcVersion {
  int major = 0;
  int minor = 0;
  auto operator<=>(const GlibcVersion&) const = default;
};

/// "2.34" ("2.2.5" too: what follows the second number is ignored); absent when malformed.
std::optional<GlibcVersion> parse_glibc_version(std::string_view text);

/// "2.34".
std::string glibc_version_text(GlibcVersion version);

/// What the file requires. Owns its texts.
struct ElfFile {
  std::uint16_t machine = 0;                 // kMachineX86_64, kMachineArm64 or another.
  bool is_program = false;                   // False for objects, core files and shared libraries.
  std::optional<std::string> loader;         // PT_INTERP; absent in a static program.
  std::optional<GlibcVersion> glibc_needed;  // The newest GLIBC_x.y it names; absent: none.
  bool needs_private_glibc = false;          // Names GLIBC_PRIVATE, which no other release keeps.
  std::vector<std::string> libraries;        // DT_NEEDED: names of shared libraries, in order.
};

/// Reads `bytes`, the whole file. Only 64-bit little-endian files, as Lambda runs no others.
/// Error: Elf.NotElf; Elf.Unsupported (32 bits, big-endian); Elf.Malformed when a table lies
/// outside the file or exceeds a maximum, here or in elf_header.h.
std::expected<ElfFile, Error> read_elf(std::string_view bytes);

}  // namespace lambda
