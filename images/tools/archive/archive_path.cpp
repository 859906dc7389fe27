// Each part of a path is checked, and a bad one is shown escaped.
#include "images/tools/archive/archive_path.h"

#include <algorithm>

#include "core/errors/error.h"
#include "core/text/utf8.h"

namespace lambda::images {
namespace {

constexpr std::size_t kShownBytes = 200;

// Bytes beyond ASCII as \xNN: so they can be read, and found with `ls --escape`.
std::string visible(std::string_view path) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string shown;
  for (const unsigned char byte : path.substr(0, kShownBytes)) {
    if (byte < 0x80) {
      shown += static_cast<char>(byte);
    } else {
      shown += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return shown;
}

std::unexpected<Error> bad_path(std::string_view path, const std::string& why) {
  return failure("Archive.BadPath", "'" + std::string(path.substr(0, kShownBytes)) + "' " + why);
}

}  // namespace

std::expected<void, Error> check_archive_path(std::string_view path) {
  if (path.empty()) {
    return bad_path(path, "is an empty path. Name a file, like 'conf/app.json'.");
  }
  if (path.front() == '/') {
    return bad_path(path, "is absolute. Leave out the first slash: it starts in the task root.");
  }
  if (path.size() > kArchivePathBytesMax) {
    return bad_path(path, "… is longer than " + std::to_string(kArchivePathBytesMax) +
                              " bytes. Shorten the names of its folders.");
  }
  if (std::ranges::any_of(path, [](unsigned char c) { return c < 0x20 || c == 0x7f; })) {
    return bad_path(path, "has a control character, such as a tab or a line end. Rename it.");
  }
  if (text::measure_utf8(path).valid_bytes != path.size()) {
    return failure("Archive.BadPath", "'" + visible(path) +
                                          "' is not UTF-8, so its name would be another one for "
                                          "each reader. Rename the file.");
  }
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view part = path.substr(start, end - start);
    if (part.empty()) {
      return bad_path(path, "has an empty part ('//' or a last '/'). Leave it out.");
    }
    if (part == "." || part == "..") {
      return bad_path(path,
                      "has a part '.' or '..', which could lead out of the archive. "
                      "Write the path without it.");
    }
    if (part.size() > kArchiveNameBytesMax) {
      return bad_path(path, "has a name of more than " + std::to_string(kArchiveNameBytesMax) +
                                " bytes, which no file system takes. Shorten it.");
    }
    start = end + 1;
  }
  return {};
}

}  // namespace lambda::images
