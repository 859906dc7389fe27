// Reads from the first bytes of a program for which processor it is and which loader it wants.
#include "emulator/process/elf_header.h"

#include <elf.h>

#include <cstring>

namespace lambda::emulator {
namespace {

/// A copy of the T at `offset`; absent when the text ends before.
template <typename T>
std::optional<T> read_at(std::string_view bytes, std::uint64_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) {
    return std::nullopt;
  }
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

/// The text of a PT_INTERP segment, without its closing NUL. Absent when it is cut.
std::optional<std::string> interpreter_of(std::string_view bytes, const Elf64_Phdr& segment) {
  if (segment.p_offset > bytes.size() || bytes.size() - segment.p_offset < segment.p_filesz) {
    return std::nullopt;
  }
  const std::string_view text = bytes.substr(segment.p_offset, segment.p_filesz);
  return std::string(text.substr(0, text.find('\0')));
}

}  // namespace

bool is_elf(std::string_view bytes) { return bytes.starts_with(std::string_view(ELFMAG, SELFMAG)); }

std::optional<ElfHeader> parse_elf_header(std::string_view bytes) {
  if (!is_elf(bytes) || bytes.size() < EI_NIDENT + 4) {
    return std::nullopt;
  }
  ElfHeader result;
  result.is_64_bit = bytes[EI_CLASS] == ELFCLASS64;
  result.is_little_endian = bytes[EI_DATA] == ELFDATA2LSB;
  if (!result.is_64_bit || !result.is_little_endian) {
    return result;
  }

  const auto header = read_at<Elf64_Ehdr>(bytes, 0);
  if (!header) {
    return std::nullopt;
  }
  result.machine = header->e_machine;
  for (std::uint64_t i = 0; i < header->e_phnum; ++i) {
    const auto segment = read_at<Elf64_Phdr>(bytes, header->e_phoff + i * sizeof(Elf64_Phdr));
    if (!segment) {
      return std::nullopt;
    }
    if (segment->p_type != PT_INTERP) {
      continue;
    }
    auto interpreter = interpreter_of(bytes, *segment);
    if (!interpreter) {
      return std::nullopt;
    }
    result.interpreter = std::move(*interpreter);
  }
  return result;
}

}  // namespace lambda::emulator
