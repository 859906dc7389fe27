// Size and digest in one reading.
#include "deploy/function/zip_file.h"

#include <sstream>
#include <string_view>

#include <Poco/Base64Encoder.h>

#include "core/digest/sha256.h"

namespace lambda::deploy {
namespace {

int digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

}  // namespace

std::string base64_digest(const std::string& digest) {
  const std::string_view hex = digest_hex(digest);
  std::ostringstream text;
  Poco::Base64Encoder encoder(text);
  encoder.rdbuf()->setLineLength(0);
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    encoder.put(static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1])));
  }
  encoder.close();
  return std::move(text).str();
}

std::expected<ZipFile, Error> measure_zip(const std::filesystem::path& path) {
  auto measured = measure_file(path);
  if (!measured) {
    return std::unexpected(measured.error());
  }
  return ZipFile{measured->digest, base64_digest(measured->digest), measured->size};
}

}  // namespace lambda::deploy
