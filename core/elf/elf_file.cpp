// Reads an ELF program's headers. Every offset in it is checked against the file's size.
#include "core/elf/elf_file.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "core/elf/elf_reader.h"
#include "core/errors/error.h"

namespace lambda {
namespace {

// Numbers of elf.h.
constexpr std::uint32_t kLoad = 1;         // PT_LOAD
constexpr std::uint32_t kDynamic = 2;      // PT_DYNAMIC
constexpr std::uint64_t kNeeded = 1;       // DT_NEEDED
constexpr std::uint64_t kStringTable = 5;  // DT_STRTAB
constexpr std::uint64_t kFlags1 = 0x6ffffffb;
constexpr std::uint64_t kIsPie = 0x08000000;           // DF_1_PIE
constexpr std::uint64_t kVersionsNeeded = 0x6ffffffe;  // DT_VERNEED
constexpr std::uint64_t kVersionsNeededCount = 0x6fffffff;
constexpr std::size_t kVersionNameBytesMax = 256;
constexpr std::size_t kLibraryNameBytesMax = 4096;

struct Dynamic {
  std::uint64_t strings = 0;   // Address of the string table.
  std::uint64_t versions = 0;  // Address of the first version record; 0: none.
  std::uint64_t versions_count = 0;
  std::vector<std::uint64_t> needed;  // Where in the string table each name is.
  bool is_pie = false;
};

// The file's tables, on top of its numbers.
class Reader : public ElfReader {
 public:
  using ElfReader::ElfReader;

  Dynamic dynamic(const Segment& segment) const {
    constexpr std::uint64_t kEntryBytes = 16;
    const std::uint64_t count = segment.size / kEntryBytes;
    if (count > kDynamicEntriesMax || segment.offset > size()) {
      throw MalformedElf{};
    }
    Dynamic found;
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t tag = number(segment.offset + i * kEntryBytes, 8);
      const std::uint64_t value = number(segment.offset + i * kEntryBytes + 8, 8);
      if (tag == 0) {
        break;
      }
      if (tag == kNeeded) {
        found.needed.push_back(value);
      }
      if (tag == kStringTable) {
        found.strings = value;
      }
      if (tag == kVersionsNeeded) {
        found.versions = value;
      }
      if (tag == kVersionsNeededCount) {
        found.versions_count = value;
      }
      if (tag == kFlags1) {
        found.is_pie = (value & kIsPie) != 0;
      }
    }
    return found;
  }
};

// Where in the file the loader would find `address`.
std::uint64_t file_offset(const std::vector<Segment>& segments, std::uint64_t address) {
  for (const Segment& segment : segments) {
    if (segment.type == kLoad && address >= segment.address &&
        address - segment.address < segment.size) {
      return segment.offset + (address - segment.address);
    }
  }
  throw MalformedElf{};
}

void note_version(const std::string& name, ElfFile& elf) {
  constexpr std::string_view kPrefix = "GLIBC_";
  if (!name.starts_with(kPrefix)) {
    return;
  }
  if (name == "GLIBC_PRIVATE") {
    elf.needs_private_glibc = true;
  }
  const auto version = parse_glibc_version(std::string_view(name).substr(kPrefix.size()));
  if (version && (!elf.glibc_needed || *elf.glibc_needed < *version)) {
    elf.glibc_needed = version;
  }
}

// Walks Elf64_Verneed records (next at +12, names at +8, how many at +2) and, in each, its
// Elf64_Vernaux names (next at +12, text at +8).
void read_versions(const Reader& reader, const std::vector<Segment>& segments,
                   const Dynamic& dynamic, ElfFile& elf) {
  if (dynamic.versions == 0) {
    return;
  }
  if (dynamic.versions_count > kSymbolVersionsMax) {
    throw MalformedElf{};
  }
  const std::uint64_t strings = file_offset(segments, dynamic.strings);
  std::uint64_t record = file_offset(segments, dynamic.versions);
  std::uint32_t names_seen = 0;
  for (std::uint64_t i = 0; i < dynamic.versions_count; ++i) {
    const std::uint64_t names = reader.number(record + 2, 2);
    std::uint64_t name = record + reader.number(record + 8, 4);
    for (std::uint64_t j = 0; j < names; ++j) {
      if (++names_seen > kSymbolVersionsMax) {
        throw MalformedElf{};
      }
      note_version(reader.text(strings + reader.number(name + 8, 4), kVersionNameBytesMax), elf);
      name += reader.number(name + 12, 4);
    }
    record += reader.number(record + 12, 4);
  }
}

void read_libraries(const Reader& reader, const std::vector<Segment>& segments,
                    const Dynamic& dynamic, ElfFile& elf) {
  if (dynamic.needed.empty()) {
    return;
  }
  const std::uint64_t strings = file_offset(segments, dynamic.strings);
  for (const std::uint64_t name : dynamic.needed) {
    elf.libraries.push_back(reader.text(strings + name, kLibraryNameBytesMax));
  }
}

ElfFile read_tables(const Reader& reader, const ElfHeader& header) {
  ElfFile elf;
  elf.machine = header.machine;
  elf.loader = header.loader;
  elf.is_program = header.type == kElfExecutable;
  for (const Segment& segment : header.segments) {
    if (segment.type != kDynamic) {
      continue;
    }
    const Dynamic dynamic = reader.dynamic(segment);
    if (header.type == kElfShared) {
      elf.is_program = dynamic.is_pie;
    }
    read_versions(reader, header.segments, dynamic, elf);
    read_libraries(reader, header.segments, dynamic, elf);
  }
  if (elf.loader) {
    elf.is_program = true;  // Older linkers set no DF_1_PIE.
  }
  return elf;
}

}  // namespace

std::optional<GlibcVersion> parse_glibc_version(std::string_view text) {
  GlibcVersion version;
  const char* const end = text.data() + text.size();
  const auto major = std::from_chars(text.data(), end, version.major);
  if (major.ec != std::errc{} || major.ptr == end || *major.ptr != '.') {
    return std::nullopt;
  }
  const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
  if (minor.ec != std::errc{} || (minor.ptr != end && *minor.ptr != '.')) {
    return std::nullopt;
  }
  if (version.major < 0 || version.minor < 0) {
    return std::nullopt;
  }
  return version;
}

std::string glibc_version_text(GlibcVersion version) {
  return std::to_string(version.major) + "." + std::to_string(version.minor);
}

std::expected<ElfFile, Error> read_elf(std::string_view bytes) {
  const auto header = read_elf_header(bytes);
  if (!header) {
    return std::unexpected(header.error());
  }
  try {
    return read_tables(Reader(bytes), *header);
  } catch (const MalformedElf&) {
    return malformed_elf();
  }
}

}  // namespace lambda
