// Reads what the beginning of an ELF file tells: its kind, its processor, its segments, its loader.
// Source: System V ABI, "ELF Header" and "Program Header"; glibc's elf.h for the numbers.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/elf/elf_reader.h"
#include "core/errors/error.h"

namespace lambda {

inline constexpr std::uint16_t kMachineX86_64 = 62;
inline constexpr std::uint16_t kMachineArm64 = 183;

/// The processor that this program itself is built for.
#if defined(__x86_64__)
inline constexpr std::uint16_t kOwnMachine = kMachineX86_64;
#elif defined(__aarch64__)
inline constexpr std::uint16_t kOwnMachine = kMachineArm64;
#else
#error "Lambda runs x86_64 and arm64 only."
#endif

inline constexpr std::uint16_t kElfExecutable = 2;  // ET_EXEC
inline constexpr std::uint16_t kElfShared = 3;      // ET_DYN: a library or position-independent.

inline constexpr std::uint32_t kProgramHeadersMax = 256;
inline constexpr std::uint64_t kSegmentBytes = 56;  // Of one program header.

/// One program header.
struct Segment {
  std::uint32_t type;
  std::uint64_t offset;
  std::uint64_t address;
  std::uint64_t size;  // Its bytes in the file; they may lie beyond its end.
};

/// The program headers, at most kProgramHeadersMax. Throws MalformedElf.
std::vector<Segment> read_segments(const ElfReader& reader);

/// Owns its texts.
struct ElfHeader {
  std::uint16_t type = 0;             // kElfExecutable, kElfShared or another.
  std::uint16_t machine = 0;          // kMachineX86_64, kMachineArm64 or another.
  std::vector<Segment> segments;      // Empty unless `type` is one of the two above.
  std::optional<std::string> loader;  // PT_INTERP; absent in a static program.
};

/// Whether `bytes` begin as an ELF file does.
bool is_elf(std::string_view bytes);

/// Reads `bytes`, a file or its beginning. Only 64-bit little-endian files: Lambda runs no others.
/// Error: Elf.NotElf; Elf.Unsupported (32 bits, big-endian); Elf.Malformed when the header, the
/// program headers or the loader's path lie outside `bytes` or exceed a maximum.
std::expected<ElfHeader, Error> read_elf_header(std::string_view bytes);

}  // namespace lambda
