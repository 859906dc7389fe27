// Reads from the first bytes of a program for which processor it is and which loader it wants.
// No I/O. Source: elf(5); System V ABI, "ELF header" and "Program header".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambda::emulator {

inline constexpr std::uint16_t kElfMachineX86_64 = 62;
inline constexpr std::uint16_t kElfMachineArm64 = 183;

/// What this program itself is built for.
#if defined(__x86_64__)
inline constexpr std::uint16_t kOwnElfMachine = kElfMachineX86_64;
#elif defined(__aarch64__)
inline constexpr std::uint16_t kOwnElfMachine = kElfMachineArm64;
#else
#error "Lambda runs x86_64 and arm64 only."
#endif

struct ElfHeader {
  bool is_64_bit = false;
  bool is_little_endian = false;
  std::uint16_t machine = 0;
  std::string interpreter;  // The loader's path; empty for a static program.
};

/// Whether `bytes` begins as an ELF file does.
bool is_elf(std::string_view bytes);

/// Absent when `bytes`, the beginning of a file, is no ELF header, or is cut before its loader's
/// path. Only 64-bit little-endian files have their loader read.
std::optional<ElfHeader> parse_elf_header(std::string_view bytes);

}  // namespace lambda::emulator
