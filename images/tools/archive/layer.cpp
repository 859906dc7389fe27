// The tar is hashed on its way into gzip, and the gzip on its way into the file.
#include "images/tools/archive/layer.h"

#include <fstream>
#include <ostream>
#include <string_view>
#include <system_error>

#include <Poco/DeflatingStream.h>
#include <Poco/Exception.h>

#include "core/errors/error.h"
#include "images/tools/archive/tar_writer.h"

namespace lambda::images {
namespace {

constexpr int kBestCompression = 9;

// In a layer, a name with this beginning deletes a file (layer.md, "Whiteouts"); in a zip it is an
// ordinary file.
std::expected<void, Error> refuse_whiteouts(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    const std::size_t slash = entry.path.rfind('/');
    const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
    if (!std::string_view(entry.path).substr(name).starts_with(".wh.")) {
      continue;
    }
    return failure("Layer.Whiteout", "'" + entry.path +
                                         "' begins with '.wh.', by which a layer says that a file "
                                         "below it is deleted, so no container would show it. "
                                         "Rename it, or write packages = [\"zip\"].");
  }
  return {};
}

std::expected<LayerNames, Error> write_file_of_layer(const std::vector<Entry>& entries,
                                                     const std::filesystem::path& path) try {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  MeasuringBuffer packed(file.rdbuf());
  std::ostream packed_stream(&packed);
  // Poco hands zlib no gzip header of its own, and zlib's default has time 0 and system Unix.
  Poco::DeflatingOutputStream gzip(packed_stream, Poco::DeflatingStreamBuf::STREAM_GZIP,
                                   kBestCompression);
  MeasuringBuffer unpacked(gzip.rdbuf());
  std::ostream unpacked_stream(&unpacked);
  if (auto written = write_tar(entries, unpacked_stream); !written) {
    return std::unexpected(written.error());
  }
  gzip.close();
  packed_stream.flush();
  file.close();
  if (!file || !packed_stream) {
    return failure("File.Unwritable", path.string() + ": cannot be written. Is the disk full?");
  }
  return LayerNames{packed.finish(), unpacked.finish().digest};
} catch (const Poco::Exception& problem) {
  return failure("File.Unwritable", path.string() + ": " + problem.displayText());
}

}  // namespace

std::expected<LayerNames, Error> write_layer(const std::vector<Entry>& entries,
                                             const std::filesystem::path& path) {
  if (auto checked = refuse_whiteouts(entries); !checked) {
    return std::unexpected(checked.error());
  }
  auto names = write_file_of_layer(entries, path);
  if (!names) {
    std::error_code ignored;  // The first error is the one to tell.
    std::filesystem::remove(path, ignored);
  }
  return names;
}

}  // namespace lambda::images
