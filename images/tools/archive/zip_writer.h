// Writes the zip that Lambda unpacks for a zip-packaged function; equal files give equal bytes.
// Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.4; Lambda Developer Guide, ".zip packages".
#pragma once

#include <cstdint>
#include <expected>
#include <ostream>
#include <vector>

#include "images/tools/archive/entry.h"
#include "runtime/errors/error.h"

namespace lambda::images {

/// What Lambda takes: unpacked, all layers included, and as a direct upload.
inline constexpr std::uint64_t kLambdaUnpackedBytesMax = 250ull << 20;
inline constexpr std::uint64_t kLambdaUploadBytesMax = 50ull << 20;

/// The sizes that Lambda has limits for.
struct ZipSizes {
  std::uint64_t unpacked = 0;
  std::uint64_t packed = 0;
};

/// Writes the files of `entries`, in their order, each deflated, dated 1980-01-01, made on Unix
/// with mode 0755 or 0644, and with no extra field. Folders have no member: an unpacker makes them.
/// Error: Zip.LinkRefused, since Lambda's zip keeps files only; Zip.TooLarge above 1 GiB a file or
/// 4 GiB in all; File.Unreadable; File.Unwritable.
std::expected<ZipSizes, Error> write_zip(const std::vector<Entry>& entries, std::ostream& stream);

}  // namespace lambda::images
