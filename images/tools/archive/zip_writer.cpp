// Writes the zip that Lambda unpacks. Source: zip_writer.h; numbers in comments are APPNOTE's.
#include "images/tools/archive/zip_writer.h"

#include <limits>
#include <sstream>
#include <string>
#include <string_view>

#include "Poco/Checksum.h"
#include "Poco/DeflatingStream.h"
#include "Poco/Exception.h"
#include "images/tools/files/failure.h"
#include "images/tools/files/file_bytes.h"

namespace lambda::images {
namespace {

constexpr std::uint64_t kFileBytesMax = 1ull << 30;
constexpr std::uint64_t kMembersMax = 65'534;
constexpr std::uint16_t kVersionNeeded = 20;                  // 4.4.3: deflate.
constexpr std::uint16_t kMadeBy = (3 << 8) | kVersionNeeded;  // 4.4.2: Unix.
constexpr std::uint16_t kNamesAreUtf8 = 1 << 11;              // 4.4.4, bit 11.
constexpr std::uint16_t kMidnight = 0;
constexpr std::uint16_t kFirstOfJanuary1980 = (1 << 5) | 1;  // 4.4.6: month 1, day 1.
constexpr std::uint32_t kRegularFile = 0100000;
constexpr int kRawDeflate = -15;  // zlib's sign for "no header", with the largest window.
constexpr int kBestCompression = 9;

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

std::string deflated(std::string_view bytes) {
  std::ostringstream packed;
  Poco::DeflatingOutputStream deflater(packed, kRawDeflate, kBestCompression);
  deflater.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  deflater.close();
  return std::move(packed).str();
}

std::unexpected<Error> too_large(const std::string& what) {
  return failure("Zip.TooLarge", what +
                                     ". Lambda takes at most 250 MB unpacked: deploy the "
                                     "function as an image, which may hold 10 GB.");
}

}  // namespace

std::expected<ZipSizes, Error> write_zip(const std::vector<Entry>& entries,
                                         std::ostream& stream) try {
  std::string directory;
  std::size_t members = 0;
  ZipSizes sizes;
  for (const Entry& entry : entries) {
    if (entry.kind == EntryKind::kFolder) continue;
    if (entry.kind == EntryKind::kLink) {
      return failure("Zip.LinkRefused", "'" + entry.path + "' is a link to " + entry.target +
                                            ". Name the file itself: Lambda's zip keeps files.");
    }
    const auto bytes = read_file(entry.source, kFileBytesMax);
    if (!bytes && bytes.error().type == "File.TooLarge") return too_large(bytes.error().message);
    if (!bytes) return std::unexpected(bytes.error());
    const std::string smaller = deflated(*bytes);
    const bool is_deflated = smaller.size() < bytes->size();
    const std::string& body = is_deflated ? smaller : *bytes;
    Poco::Checksum checksum(Poco::Checksum::TYPE_CRC32);
    checksum.update(bytes->data(), static_cast<unsigned>(bytes->size()));
    const Member member{.path = entry.path,
                        .mode = entry.is_executable ? 0755u : 0644u,
                        .method = is_deflated ? std::uint16_t{8} : std::uint16_t{0},
                        .checksum = checksum.checksum(),
                        .packed = static_cast<std::uint32_t>(body.size()),
                        .unpacked = static_cast<std::uint32_t>(bytes->size()),
                        .offset = static_cast<std::uint32_t>(sizes.packed)};
    const std::string header = local_header(member);
    stream << header << body;
    directory += central_header(member);
    sizes.packed += header.size() + body.size();
    sizes.unpacked += bytes->size();
    if (++members > kMembersMax ||
        sizes.packed + directory.size() > std::numeric_limits<std::uint32_t>::max()) {
      return too_large("More than 4 GiB or " + std::to_string(kMembersMax) + " files");
    }
  }
  stream << directory << end_record(members, directory.size(), sizes.packed);
  stream.flush();
  if (!stream) return failure("File.Unwritable", "The zip cannot be written: is the disk full?");
  sizes.packed += directory.size() + end_record(0, 0, 0).size();
  return sizes;
} catch (const Poco::Exception& problem) {
  return failure("File.Unwritable", "The zip cannot be packed: " + problem.displayText());
}

}  // namespace lambda::images
