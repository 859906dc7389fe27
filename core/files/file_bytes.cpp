// Whole files in and out of memory.
#include "core/files/file_bytes.h"

#include <fstream>
#include <system_error>

#include "core/errors/error.h"

namespace lambda {

std::expected<std::string, Error> read_file(const std::filesystem::path& path,
                                            std::uintmax_t bytes_max) {
  std::error_code problem;
  const bool is_regular = std::filesystem::is_regular_file(path, problem);
  if (problem || !is_regular) {
    return failure("File.Unreadable", path.string() + ": " +
                                          (problem ? problem.message() : "not a regular file") +
                                          ". Name a file that exists and can be read.");
  }
  const std::uintmax_t size = std::filesystem::file_size(path, problem);
  if (problem) {
    return failure("File.Unreadable", path.string() + ": " + problem.message());
  }
  if (size > bytes_max) {
    return failure("File.TooLarge", path.string() + ": " + std::to_string(size) +
                                        " bytes; at most " + std::to_string(bytes_max) +
                                        " are read here.");
  }
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::ifstream stream(path, std::ios::binary);
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!stream || stream.gcount() != static_cast<std::streamsize>(bytes.size())) {
    return failure("File.Unreadable", path.string() + ": it could not be read to its end.");
  }
  return bytes;
}

std::expected<void, Error> write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream) {
    return failure("File.Unwritable",
                   path.string() + ": cannot be written. Is its folder there, the disk not full?");
  }
  return {};
}

}  // namespace lambda
