// Reads an ELF file's header, its program headers and its loader's path.
#include "core/elf/elf_header.h"

namespace lambda {
namespace {

constexpr std::size_t kHeaderBytes = 64;
constexpr std::size_t kLoaderBytesMax = 4096;
constexpr std::uint32_t kInterpreter = 3;  // PT_INTERP

ElfHeader read_parts(const ElfReader& reader) {
  ElfHeader header;
  header.type = static_cast<std::uint16_t>(reader.number(16, 2));
  header.machine = static_cast<std::uint16_t>(reader.number(18, 2));
  if (header.type != kElfExecutable && header.type != kElfShared) {
    return header;
  }
  header.segments = read_segments(reader);
  for (const Segment& segment : header.segments) {
    if (segment.type == kInterpreter) {
      header.loader = reader.text(segment.offset, kLoaderBytesMax);
    }
  }
  return header;
}

}  // namespace

std::vector<Segment> read_segments(const ElfReader& reader) {
  const std::uint64_t table = reader.number(32, 8);
  const std::uint64_t count = reader.number(56, 2);
  if (count > kProgramHeadersMax || (count > 0 && reader.number(54, 2) != kSegmentBytes)) {
    throw MalformedElf{};
  }
  std::vector<Segment> found;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (table > reader.size()) {
      throw MalformedElf{};
    }
    const std::uint64_t at = table + i * kSegmentBytes;
    found.push_back({static_cast<std::uint32_t>(reader.number(at, 4)), reader.number(at + 8, 8),
                     reader.number(at + 16, 8), reader.number(at + 32, 8)});
  }
  return found;
}

bool is_elf(std::string_view bytes) {
  return bytes.starts_with(
      "\x7f"
      "ELF");
}

std::expected<ElfHeader, Error> read_elf_header(std::string_view bytes) {
  if (!is_elf(bytes)) {
    return failure("Elf.NotElf", "It does not begin as an ELF file does.");
  }
  if (bytes.size() < kHeaderBytes) {
    return failure("Elf.Malformed", "It ends within its header.");
  }
  if (bytes[4] != 2 || bytes[5] != 1) {
    return failure("Elf.Unsupported",
                   "It is a 32-bit or big-endian ELF file; Lambda runs 64-bit "
                   "little-endian programs only.");
  }
  try {
    return read_parts(ElfReader(bytes));
  } catch (const MalformedElf&) {
    return malformed_elf();
  }
}

}  // namespace lambda
