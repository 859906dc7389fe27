// Base64 by Poco.
#include "deploy/registry/login/credentials.h"

#include <array>
#include <sstream>

#include <Poco/Base64Decoder.h>
#include <Poco/Base64Encoder.h>
#include <Poco/Exception.h>

#include "core/errors/error.h"

namespace lambda::registry {
namespace {

std::unexpected<Error> malformed(const std::string& rule) {
  return failure("Credentials.Malformed", "an 'auth' entry of docker's config.json " + rule +
                                              ". Log in again: docker login HOST");
}

std::string base64(const std::string& bytes) {
  std::ostringstream text;
  Poco::Base64Encoder encoder(text);
  encoder.rdbuf()->setLineLength(0);
  encoder << bytes;
  encoder.close();
  return std::move(text).str();
}

}  // namespace

std::string basic_authorization(const Credentials& credentials) {
  return "Basic " + base64(credentials.user + ":" + credentials.password);
}

std::expected<Credentials, Error> decode_basic(std::string_view base64) try {
  if (base64.size() > kSecretBytesMax) {
    return malformed("is too long");
  }
  std::istringstream text{std::string(base64)};
  Poco::Base64Decoder decoder(text);
  std::string bytes;
  std::array<char, 4096> part;
  while (decoder.read(part.data(), part.size()) || decoder.gcount() > 0) {
    bytes.append(part.data(), static_cast<std::size_t>(decoder.gcount()));
  }
  // Some writers of config.json padded the text with NULs.
  while (bytes.ends_with('\0')) {
    bytes.pop_back();
  }
  const std::size_t colon = bytes.find(':');
  if (colon == 0 || colon == bytes.npos) {
    return malformed("is not base64 of USER:PASSWORD");
  }
  return Credentials{bytes.substr(0, colon), bytes.substr(colon + 1), ""};
} catch (const Poco::Exception&) {
  return malformed("is not base64");
}

}  // namespace lambda::registry
