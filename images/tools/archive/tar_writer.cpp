// Files are read in pieces.
#include "images/tools/archive/tar_writer.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <system_error>

#include "core/errors/error.h"
#include "images/tools/archive/tar_header.h"

namespace lambda::images {
namespace {

constexpr int kFolderMode = 0755;
constexpr int kSharedFolderMode = 01777;
constexpr int kProgramMode = 0755;
constexpr int kFileMode = 0644;
constexpr int kLinkMode = 0777;

}  // namespace

void TarWriter::pad(std::uint64_t size) {
  const std::uint64_t over = size % kTarBlockBytes;
  if (over != 0) {
    stream_ << std::string(kTarBlockBytes - over, '\0');
  }
}

void TarWriter::add_folder(std::string_view path, bool is_shared) {
  stream_ << tar_header({.path = std::string(path) + "/",
                         .type = '5',
                         .mode = is_shared ? kSharedFolderMode : kFolderMode});
}

void TarWriter::add_link(std::string_view path, std::string_view target) {
  stream_ << tar_header({.path = path, .type = '2', .mode = kLinkMode, .target = target});
}

void TarWriter::add_bytes(std::string_view path, std::string_view bytes) {
  stream_ << tar_header({.path = path, .type = '0', .mode = kFileMode, .size = bytes.size()})
          << bytes;
  pad(bytes.size());
}

std::expected<void, Error> TarWriter::add_file(std::string_view path,
                                               const std::filesystem::path& source,
                                               bool is_executable) {
  std::error_code problem;
  const std::uintmax_t size = std::filesystem::file_size(source, problem);
  std::ifstream file;
  if (!problem) {
    file.open(source, std::ios::binary);  // A pipe has no size, and would wait.
  }
  if (problem || !file) {
    return failure("File.Unreadable", source.string() + ": there is no readable file.");
  }
  stream_ << tar_header(
      {.path = path, .type = '0', .mode = is_executable ? kProgramMode : kFileMode, .size = size});
  constexpr std::size_t kPieceBytes = 1 << 16;
  std::string piece(kPieceBytes, '\0');
  std::uintmax_t copied = 0;
  while (file.read(piece.data(), kPieceBytes) || file.gcount() > 0) {
    stream_.write(piece.data(), file.gcount());
    copied += static_cast<std::uintmax_t>(file.gcount());
  }
  if (copied != size) {
    return failure("Archive.SourceChanged", source.string() + ": " + std::to_string(size) +
                                                " bytes at first, then " + std::to_string(copied) +
                                                ". Build again when nothing writes to it.");
  }
  pad(size);
  return {};
}

std::expected<void, Error> TarWriter::finish() {
  stream_ << std::string(2 * kTarBlockBytes, '\0');
  stream_.flush();
  if (!stream_) {
    return failure("File.Unwritable", "The archive cannot be written: disk full?");
  }
  return {};
}

std::expected<void, Error> write_tar(const std::vector<Entry>& entries, std::ostream& stream) {
  TarWriter writer(stream);
  for (const Entry& entry : entries) {
    switch (entry.kind) {
      case EntryKind::kFolder:
        writer.add_folder(entry.path, entry.is_shared);
        break;
      case EntryKind::kLink:
        writer.add_link(entry.path, entry.target);
        break;
      case EntryKind::kFile:
        if (auto added = writer.add_file(entry.path, entry.source, entry.is_executable); !added) {
          return added;
        }
        break;
    }
  }
  return writer.finish();
}

}  // namespace lambda::images
