// Writes the zip that Lambda unpacks for a zip-packaged function; equal files give equal bytes.
// Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.4; Lambda Developer Guide, ".zip packages".
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <vector>

#include "core/errors/error.h"
#include "images/tools/archive/entry.h"

namespace lambda::images {

/// Lambda's limits: unpacked, all layers included, and for a direct upload.
inline constexpr std::uint64_t kLambdaUnpackedBytesMax = 250ull << 20;
inline constexpr std::uint64_t kLambdaUploadBytesMax = 50ull << 20;

/// The limits of a zip without the format's own extensions.
inline constexpr std::uint64_t kZipFileBytesMax = 1ull << 30;
inline constexpr std::uint64_t kZipUnpackedBytesMax = (1ull << 32) - 1;
inline constexpr std::size_t kZipMembersMax = 65'534;

/// The sizes that Lambda has limits for.
struct ZipSizes {
  std::uint64_t unpacked = 0;
  std::uint64_t packed = 0;
};

/// The total size of the files of `entries`. Opens none of them.
/// Error: Zip.LinkRefused, since Lambda's zip keeps files only; Zip.TooLarge above the maxima;
/// File.Unreadable.
std::expected<std::uint64_t, Error> measure_members(const std::vector<Entry>& entries);

/// Writes the files of `entries` to `path`, in their order, each deflated, dated 1980-01-01, made
/// on Unix with mode 0755 or 0644, and with no extra field. Folders have no member: an unpacker
/// makes them. Files are read in pieces, so of any size. Nothing is left at `path` after an error.
/// Error: those of measure_members, before anything is read; Archive.SourceChanged when a file
/// changed meanwhile; File.Unwritable.
std::expected<ZipSizes, Error> write_zip(const std::vector<Entry>& entries,
                                         const std::filesystem::path& path);

}  // namespace lambda::images
