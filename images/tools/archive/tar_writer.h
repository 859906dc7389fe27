// Writes a tar archive member by member; equal calls give equal bytes.
// Source: POSIX.1-2017, pax, "ustar Interchange Format".
#pragma once

#include <expected>
#include <filesystem>
#include <ostream>
#include <string_view>
#include <vector>

#include "core/errors/error.h"
#include "images/tools/archive/entry.h"

namespace lambda::images {

/// Writes to `stream`, which must outlive it. Paths are not checked here: see complete_entries.
class TarWriter {
 public:
  explicit TarWriter(std::ostream& stream) : stream_(stream) {}

  void add_folder(std::string_view path, bool is_shared = false);
  void add_link(std::string_view path, std::string_view target);
  void add_bytes(std::string_view path, std::string_view bytes);

  /// Error: File.Unreadable; Archive.SourceChanged when the file grew or shrank meanwhile.
  std::expected<void, Error> add_file(std::string_view path, const std::filesystem::path& source,
                                      bool is_executable);

  /// Ends the archive. Error: File.Unwritable when the stream failed at any time.
  std::expected<void, Error> finish();

 private:
  void pad(std::uint64_t size);

  std::ostream& stream_;
};

/// The whole archive of `entries`, in their order. Error: those of the members.
std::expected<void, Error> write_tar(const std::vector<Entry>& entries, std::ostream& stream);

}  // namespace lambda::images
