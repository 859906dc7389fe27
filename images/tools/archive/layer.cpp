// Packs entries into one image layer. Source: layer.h.
#include "images/tools/archive/layer.h"

#include <fstream>
#include <ostream>

#include "Poco/DeflatingStream.h"
#include "Poco/Exception.h"
#include "images/tools/archive/tar_writer.h"
#include "images/tools/files/failure.h"

namespace lambda::images {
namespace {

constexpr int kBestCompression = 9;

}  // namespace

std::expected<LayerNames, Error> write_layer(const std::vector<Entry>& entries,
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

}  // namespace lambda::images
