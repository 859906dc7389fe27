// Drops the sections that are not loaded, and keeps the headers of the rest.
#include "images/tools/elf/separate_symbols.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/digest/sha256.h"
#include "core/elf/elf_file.h"
#include "core/elf/elf_header.h"
#include "core/elf/elf_reader.h"

namespace lambda::images {
namespace {

// Numbers of elf.h.
constexpr std::uint64_t kHeaderBytes = 64;
constexpr std::uint64_t kSectionBytes = 64;
constexpr std::uint32_t kNoteSegment = 4;     // PT_NOTE
constexpr std::uint32_t kNullSection = 0;     // SHT_NULL
constexpr std::uint32_t kStringsSection = 3;  // SHT_STRTAB
constexpr std::uint32_t kNoBitsSection = 8;   // SHT_NOBITS
constexpr std::uint64_t kAllocated = 2;       // SHF_ALLOC
constexpr std::uint32_t kBuildIdNote = 3;     // NT_GNU_BUILD_ID
constexpr std::size_t kBuildIdBytes = 20;     // What `--build-id=sha1` leaves room for.
constexpr std::uint64_t kSectionsMax = 4096;
constexpr std::size_t kSectionNameBytesMax = 256;

struct Section {
  std::string name;
  std::uint32_t type;
  std::uint64_t flags;
  std::uint64_t offset;
  std::uint64_t size;
  std::uint64_t link;
  std::string header;  // As the file has it.
};

void put(std::string& bytes, std::uint64_t offset, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) {
    bytes[offset + i] = static_cast<char>(value >> (8 * i));
  }
}

// The segments, each of which must lie in the file.
std::vector<Segment> whole_segments(const ElfReader& reader) {
  std::vector<Segment> found = read_segments(reader);
  for (const Segment& segment : found) {
    (void)reader.slice(segment.offset, segment.size);
  }
  return found;
}

std::vector<Section> read_sections(const ElfReader& reader) {
  const std::uint64_t table = reader.number(40, 8);
  const std::uint64_t count = reader.number(60, 2);
  if (table == 0 || count == 0) {
    return {};
  }
  if (count > kSectionsMax || reader.number(58, 2) != kSectionBytes) {
    throw MalformedElf{};
  }
  const std::string_view headers = reader.slice(table, count * kSectionBytes);
  std::vector<Section> found;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t at = table + i * kSectionBytes;
    found.push_back({.name = {},
                     .type = static_cast<std::uint32_t>(reader.number(at + 4, 4)),
                     .flags = reader.number(at + 8, 8),
                     .offset = reader.number(at + 24, 8),
                     .size = reader.number(at + 32, 8),
                     .link = reader.number(at + 40, 4),
                     .header = std::string(headers.substr(i * kSectionBytes, kSectionBytes))});
    if (found.back().type != kNoBitsSection && found.back().type != kNullSection) {
      (void)reader.slice(found.back().offset, found.back().size);
    }
  }
  const std::uint64_t names = reader.number(62, 2);
  if (names >= count) {
    throw MalformedElf{};
  }
  for (Section& section : found) {
    const std::uint64_t at = reader.number(table + (&section - found.data()) * kSectionBytes, 4);
    if (section.type == kNullSection) {
      continue;
    }
    if (at >= found[names].size) {
      throw MalformedElf{};
    }
    section.name = reader.text(found[names].offset + at, kSectionNameBytesMax);
  }
  return found;
}

// Where the file's own parts end: whatever lies behind was appended.
std::uint64_t end_of_parts(const ElfReader& reader, const std::vector<Segment>& segments,
                           const std::vector<Section>& sections) {
  std::uint64_t end = reader.number(40, 8) + sections.size() * kSectionBytes;
  for (const Segment& segment : segments) {
    end = std::max(end, segment.offset + segment.size);
  }
  for (const Section& section : sections) {
    if (section.type == kNoBitsSection || section.type == kNullSection) {
      continue;
    }
    end = std::max(end, section.offset + section.size);
  }
  return end;
}

std::uint64_t end_of_loaded(const ElfReader& reader, const std::vector<Segment>& segments) {
  std::uint64_t end =
      std::max(kHeaderBytes, reader.number(32, 8) + segments.size() * kSegmentBytes);
  for (const Segment& segment : segments) {
    end = std::max(end, segment.offset + segment.size);
  }
  return end;
}

// Where the 20 bytes of the build id stand. Notes are: three numbers of 4 bytes (sizes of name and
// value, type), then both, each filled up to a multiple of 4.
std::optional<std::uint64_t> find_build_id(const ElfReader& reader,
                                           const std::vector<Segment>& segments) {
  constexpr std::uint64_t kNoteHeaderBytes = 12;
  const auto filled = [](std::uint64_t size) { return (size + 3) / 4 * 4; };
  for (const Segment& segment : segments) {
    if (segment.type != kNoteSegment) {
      continue;
    }
    std::uint64_t at = segment.offset;
    const std::uint64_t end = segment.offset + segment.size;
    while (end - at >= kNoteHeaderBytes) {
      const std::uint64_t name_size = reader.number(at, 4);
      const std::uint64_t value_size = reader.number(at + 4, 4);
      const std::uint64_t type = reader.number(at + 8, 4);
      const std::uint64_t value = at + kNoteHeaderBytes + filled(name_size);
      if (value + value_size > end) {
        throw MalformedElf{};
      }
      const std::string_view name = reader.slice(at + kNoteHeaderBytes, name_size);
      if (type == kBuildIdNote && name == std::string_view("GNU", 4) &&
          value_size == kBuildIdBytes) {
        return value;
      }
      at = std::min(value + filled(value_size), end);
    }
  }
  return std::nullopt;
}

std::string from_hex(std::string_view digits) {
  const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
  }
  return bytes;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (const char byte : bytes) {
    digits += kDigits[static_cast<unsigned char>(byte) >> 4];
    digits += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return digits;
}

// The loaded part, then the headers of its sections, then their names. Each section keeps its
// number, which symbols and other headers name; one that is not loaded becomes a null section.
std::string without_symbols(const ElfReader& reader, const std::vector<Segment>& segments,
                            const std::vector<Section>& sections) {
  std::string out(reader.slice(0, end_of_loaded(reader, segments)));
  std::size_t kept = 1;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if ((sections[i].flags & kAllocated) != 0) {
      kept = i + 1;
    }
  }
  std::string names(1, '\0');
  std::string headers;
  for (std::size_t i = 0; i < kept; ++i) {
    if ((sections[i].flags & kAllocated) == 0) {
      headers.append(kSectionBytes, '\0');
      continue;
    }
    std::string header = sections[i].header;
    put(header, 0, names.size(), 4);
    if (sections[i].link >= kept) {
      put(header, 40, 0, 4);
    }
    headers += header;
    names += sections[i].name + '\0';
  }
  constexpr std::string_view kNamesSection = ".shstrtab";
  const std::size_t name_at = names.size();
  names += std::string(kNamesSection) + '\0';
  std::string last(kSectionBytes, '\0');
  put(last, 0, name_at, 4);
  put(last, 4, kStringsSection, 4);
  put(last, 24, out.size(), 8);
  put(last, 32, names.size(), 8);
  put(last, 48, 1, 8);
  out += names;
  out.append((8 - out.size() % 8) % 8, '\0');
  put(out, 40, out.size(), 8);
  put(out, 60, kept + 1, 2);
  put(out, 62, kept, 2);
  return out + headers + last;
}

SeparatedProgram separate(std::string_view bytes) {
  const ElfReader reader(bytes);
  const std::vector<Segment> segments = whole_segments(reader);
  const std::vector<Section> sections = read_sections(reader);
  const auto build_id = find_build_id(reader, segments);
  SeparatedProgram parts{.program = std::string(bytes), .symbols = {}, .build_id = {}};
  if (build_id) {
    parts.build_id = to_hex(reader.slice(*build_id, kBuildIdBytes));
  }
  if (!build_id || sections.empty() || end_of_parts(reader, segments, sections) < bytes.size()) {
    return parts;
  }
  parts.program = without_symbols(reader, segments, sections);
  parts.program.replace(*build_id, kBuildIdBytes, kBuildIdBytes, '\0');
  const std::string digest = sha256_digest(parts.program);
  parts.build_id = std::string(digest_hex(digest).substr(0, 2 * kBuildIdBytes));
  const std::string id = from_hex(parts.build_id);
  parts.program.replace(*build_id, kBuildIdBytes, id);
  parts.symbols = std::string(bytes);
  parts.symbols.replace(*build_id, kBuildIdBytes, id);
  return parts;
}

}  // namespace

std::expected<SeparatedProgram, Error> separate_symbols(std::string_view bytes) {
  if (const auto elf = read_elf(bytes); !elf) {
    return std::unexpected(elf.error());
  }
  try {
    return separate(bytes);
  } catch (const MalformedElf&) {
    return malformed_elf();
  }
}

std::expected<std::string, Error> read_build_id(std::string_view bytes) {
  if (const auto elf = read_elf(bytes); !elf) {
    return std::unexpected(elf.error());
  }
  try {
    const ElfReader reader(bytes);
    const auto found = find_build_id(reader, whole_segments(reader));
    return found ? to_hex(reader.slice(*found, kBuildIdBytes)) : std::string();
  } catch (const MalformedElf&) {
    return malformed_elf();
  }
}

}  // namespace lambda::images
