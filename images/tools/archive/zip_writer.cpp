// A member's header is written again once its sizes are known. Section numbers are APPNOTE's.
#include "images/tools/archive/zip_writer.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <Poco/Checksum.h>
#include <Poco/DeflatingStream.h>
#include <Poco/Exception.h>

#include "core/errors/error.h"

namespace lambda::images {
namespace {

constexpr std::uint16_t kVersionNeeded = 20;                  // 4.4.3: deflate.
constexpr std::uint16_t kMadeBy = (3 << 8) | kVersionNeeded;  // 4.4.2: Unix.
constexpr std::uint16_t kNamesAreUtf8 = 1 << 11;              // 4.4.4, bit 11.
constexpr std::uint16_t kMidnight = 0;
constexpr std::uint16_t kFirstOfJanuary1980 = (1 << 5) | 1;  // 4.4.6: month 1, day 1.
constexpr std::uint32_t kRegularFile = 0100000;
constexpr int kRawDeflate = -15;  // zlib's sign for "no header", with the largest window.
constexpr int kBestCompression = 9;
constexpr std::size_t kPieceBytes = 1 << 16;

namespace fs = std::filesystem;

struct Member {
  std::string_view path;
  std::uint32_t mode = 0;
  std::uint16_t method = 0;  // 4.4.5: 0 stored, 8 deflated.
  std::uint32_t checksum = 0;
  std::uint32_t packed = 0;
  std::uint32_t unpacked = 0;
  std::uint32_t offset = 0;
};

void put16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 0xff);
  out += static_cast<char>((value >> 8) & 0xff);
}

void put32(std::string& out, std::uint32_t value) {
  put16(out, value & 0xffff);
  put16(out, value >> 16);
}

// The fields that local and central headers share, in their common order.
void put_common(std::string& out, const Member& member) {
  put16(out, kVersionNeeded);
  put16(out, kNamesAreUtf8);
  put16(out, member.method);
  put16(out, kMidnight);
  put16(out, kFirstOfJanuary1980);
  put32(out, member.checksum);
  put32(out, member.packed);
  put32(out, member.unpacked);
  put16(out, static_cast<std::uint32_t>(member.path.size()));
  put16(out, 0);  // No extra field.
}

std::string local_header(const Member& member) {  // 4.3.7
  std::string out = "PK\x03\x04";
  put_common(out, member);
  out += member.path;
  return out;
}

std::string central_header(const Member& member) {  // 4.3.12
  std::string out = "PK\x01\x02";
  put16(out, kMadeBy);
  put_common(out, member);
  put16(out, 0);  // No comment.
  put16(out, 0);  // First disk.
  put16(out, 0);  // Internal attributes: binary.
  put32(out, (kRegularFile | member.mode) << 16);
  put32(out, member.offset);
  out += member.path;
  return out;
}

std::string end_record(std::size_t members, std::size_t directory_bytes, std::uint64_t offset) {
  std::string out = "PK\x05\x06";  // 4.3.16
  put16(out, 0);
  put16(out, 0);
  put16(out, static_cast<std::uint32_t>(members));
  put16(out, static_cast<std::uint32_t>(members));
  put32(out, static_cast<std::uint32_t>(directory_bytes));
  put32(out, static_cast<std::uint32_t>(offset));
  put16(out, 0);
  return out;
}

std::unexpected<Error> too_large(const std::string& what) {
  return failure("Zip.TooLarge", what +
                                     ". Lambda takes at most 250 MB unpacked: deploy the "
                                     "function as an image, which may hold 10 GB "
                                     "(packages = [\"image\"]).");
}

std::unexpected<Error> source_changed(const fs::path& source) {
  return failure("Archive.SourceChanged",
                 source.string() +
                     ": it changed while it was packed. Build again when nothing "
                     "writes to it.");
}

// The sizes and checksum of a file that was read.
struct Passed {
  std::uint64_t bytes = 0;
  std::uint32_t checksum = 0;
};

// Hands every piece of `source` to `take`.
std::expected<Passed, Error> pass(const fs::path& source,
                                  const std::function<void(const char*, std::streamsize)>& take) {
  std::ifstream file(source, std::ios::binary);
  if (!file) {
    return failure("File.Unreadable", source.string() + ": no file that can be read is there.");
  }
  Poco::Checksum checksum(Poco::Checksum::TYPE_CRC32);
  std::string piece(kPieceBytes, '\0');
  Passed passed;
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())) || file.gcount() > 0) {
    checksum.update(piece.data(), static_cast<unsigned>(file.gcount()));
    take(piece.data(), file.gcount());
    passed.bytes += static_cast<std::uint64_t>(file.gcount());
  }
  if (file.bad()) {
    return failure("File.Unreadable", source.string() + ": reading it failed.");
  }
  passed.checksum = checksum.checksum();
  return passed;
}

// One zip on its way to a file. A header is written again when its member's sizes are known.
class ZipFile {
 public:
  explicit ZipFile(const fs::path& path) : path_(path) {
    stream_.open(path, std::ios::in | std::ios::out | std::ios::binary | std::ios::trunc);
  }

  std::unexpected<Error> unwritable() const {
    return failure("File.Unwritable", path_.string() +
                                          ": cannot be written. Is its folder there, "
                                          "the disk not full?");
  }
  bool is_open() const { return stream_.is_open(); }

  std::expected<void, Error> add(const Entry& entry) {
    Member member{.path = entry.path,
                  .mode = entry.is_executable ? 0755u : 0644u,
                  .offset = static_cast<std::uint32_t>(end_)};
    const std::uint64_t body = end_ + local_header(member).size();
    go_to(body);
    const auto deflated = deflate(entry.source);
    if (!deflated) {
      return std::unexpected(deflated.error());
    }
    if (deflated->bytes > kZipFileBytesMax) {
      return source_changed(entry.source);
    }
    std::uint64_t packed = position() - body;
    member.method = 8;
    if (packed >= deflated->bytes) {
      go_to(body);
      const auto stored =
          pass(entry.source, [this](const char* piece, auto size) { stream_.write(piece, size); });
      if (!stored) {
        return std::unexpected(stored.error());
      }
      if (stored->checksum != deflated->checksum || stored->bytes != deflated->bytes) {
        return source_changed(entry.source);
      }
      packed = deflated->bytes;
      member.method = 0;
    }
    member.checksum = deflated->checksum;
    member.packed = static_cast<std::uint32_t>(packed);
    member.unpacked = static_cast<std::uint32_t>(deflated->bytes);
    go_to(end_);
    stream_ << local_header(member);
    end_ = body + packed;
    directory_ += central_header(member);
    ++members_;
    sizes_.unpacked += deflated->bytes;
    if (end_ + directory_.size() > kZipUnpackedBytesMax) {
      return too_large("More than 4 GiB packed");
    }
    return {};
  }

  std::expected<ZipSizes, Error> finish() {
    go_to(end_);
    const std::string end = end_record(members_, directory_.size(), end_);
    stream_ << directory_ << end;
    stream_.close();
    std::error_code problem;
    sizes_.packed = end_ + directory_.size() + end.size();
    // What deflate would have grown may have reached further.
    if (stream_) {
      fs::resize_file(path_, sizes_.packed, problem);
    }
    if (problem || !stream_) {
      return unwritable();
    }
    return sizes_;
  }

 private:
  // Also past the end: the gap is filled when its header is known.
  void go_to(std::uint64_t offset) { stream_.seekp(static_cast<std::streamoff>(offset)); }
  std::uint64_t position() { return static_cast<std::uint64_t>(stream_.tellp()); }

  std::expected<Passed, Error> deflate(const fs::path& source) {
    Poco::DeflatingOutputStream deflater(stream_, kRawDeflate, kBestCompression);
    auto passed = pass(source, [&](const char* piece, auto size) { deflater.write(piece, size); });
    deflater.close();
    return passed;
  }

  fs::path path_;
  std::fstream stream_;
  std::string directory_;
  std::size_t members_ = 0;
  std::uint64_t end_ = 0;  // Of the last whole member.
  ZipSizes sizes_;
};

std::expected<ZipSizes, Error> write_members(const std::vector<Entry>& entries,
                                             const fs::path& path) try {
  ZipFile zip(path);
  if (!zip.is_open()) {
    return zip.unwritable();
  }
  for (const Entry& entry : entries) {
    if (entry.kind == EntryKind::kFolder) {
      continue;
    }
    if (auto added = zip.add(entry); !added) {
      return std::unexpected(added.error());
    }
  }
  return zip.finish();
} catch (const Poco::Exception& problem) {
  return failure("File.Unwritable", "The zip cannot be packed: " + problem.displayText());
}

}  // namespace

std::expected<std::uint64_t, Error> measure_members(const std::vector<Entry>& entries) {
  const auto is_member = [](const Entry& entry) { return entry.kind != EntryKind::kFolder; };
  if (std::ranges::count_if(entries, is_member) > static_cast<std::ptrdiff_t>(kZipMembersMax)) {
    return too_large("More than " + std::to_string(kZipMembersMax) + " files");
  }
  std::uint64_t unpacked = 0;
  for (const Entry& entry : entries) {
    if (entry.kind == EntryKind::kFolder) {
      continue;
    }
    if (entry.kind == EntryKind::kLink) {
      return failure("Zip.LinkRefused", "'" + entry.path + "' is a link to " + entry.target +
                                            ". Name the file itself: Lambda's zip keeps files.");
    }
    std::error_code problem;
    const std::uintmax_t size = fs::file_size(entry.source, problem);
    if (problem) {
      return failure("File.Unreadable", entry.source.string() + ": " + problem.message() +
                                            ". Name a file that exists and can be read.");
    }
    if (size > kZipFileBytesMax) {
      return too_large("'" + entry.path + "' has " + std::to_string(size) +
                       " bytes, and a file in a zip at most 1 GiB");
    }
    unpacked += size;
    if (unpacked > kZipUnpackedBytesMax) {
      return too_large("More than 4 GiB of files");
    }
  }
  return unpacked;
}

std::expected<ZipSizes, Error> write_zip(const std::vector<Entry>& entries, const fs::path& path) {
  if (auto measured = measure_members(entries); !measured) {
    return std::unexpected(measured.error());
  }
  auto sizes = write_members(entries, path);
  if (!sizes) {
    std::error_code ignored;  // The first error is the one to tell.
    fs::remove(path, ignored);
  }
  return sizes;
}

}  // namespace lambda::images
