// The grammar of names, part by part.
#include "deploy/registry/reference.h"

#include <algorithm>

#include "core/digest/sha256.h"
#include "core/errors/error.h"

namespace lambda::registry {
namespace {

bool is_small_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_tag_character(char c) {
  return is_small_alphanumeric(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '-';
}

/// Letters and digits, parted by one '.', one or two '_', or any number of '-'.
bool is_name_part(std::string_view part) {
  if (part.empty() || !is_small_alphanumeric(part.front()) || !is_small_alphanumeric(part.back())) {
    return false;
  }
  for (std::size_t at = 0; at < part.size();) {
    if (is_small_alphanumeric(part[at])) {
      ++at;
      continue;
    }
    std::size_t end = part.find_first_not_of(part[at], at);
    const std::size_t count = end - at;
    const bool is_separator =
        part[at] == '-' || (part[at] == '.' && count == 1) || (part[at] == '_' && count <= 2);
    if (!is_separator || !is_small_alphanumeric(part[end])) {
      return false;
    }
    at = end;
  }
  return true;
}

std::unexpected<Error> bad_reference(std::string_view text, std::string_view rule) {
  constexpr std::size_t kShown = 300;
  return failure("Registry.BadReference",
                 "'" + std::string(text.substr(0, kShown)) + "' " + std::string(rule));
}

}  // namespace

std::string text(const RepositoryName& repository) {
  return authority(repository.origin) + "/" + repository.name;
}

bool is_repository_name(std::string_view name) {
  if (name.size() > kNameBytesMax) {
    return false;
  }
  while (true) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    if (!is_name_part(name.substr(0, slash))) {
      return false;
    }
    if (slash == name.size()) {
      return true;
    }
    name.remove_prefix(slash + 1);
  }
}

bool is_tag(std::string_view tag) {
  return !tag.empty() && tag.size() <= kTagBytesMax && tag.front() != '.' && tag.front() != '-' &&
         std::ranges::all_of(tag, is_tag_character);
}

bool names_host(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos) {
    return false;
  }
  const std::string_view first = text.substr(0, slash);
  return first == "localhost" || first.find_first_of(".:") != first.npos;
}

std::expected<RepositoryName, Error> parse_repository(std::string_view text, Scheme scheme) {
  if (text.contains("://")) {
    return bad_reference(text, "names a scheme: write HOST/NAME, and --plain-http for http");
  }
  if (!names_host(text)) {
    return bad_reference(text, "names no registry: write HOST/NAME or HOST:PORT/NAME");
  }
  const std::size_t slash = text.find('/');
  const std::string_view name = text.substr(slash + 1);
  if (!is_repository_name(name)) {
    return bad_reference(text,
                         "has no name of a repository behind its host: small letters, digits and "
                         "'.', '_', '-' between them, parts by '/', at most 255 in all");
  }
  auto origin = parse_authority(text.substr(0, slash), scheme != Scheme::kHttp);
  if (!origin) {
    return bad_reference(text, "has no host before its first '/'");
  }
  if (scheme == Scheme::kUsual && is_loopback(origin->host) && !text.contains(":443/")) {
    origin = parse_authority(text.substr(0, slash), false);
  }
  if (origin->host == "docker.io" || origin->host == "index.docker.io") {
    // Docker's own registry answers under another name, and has folders that are not written.
    origin->host = "registry-1.docker.io";
    const std::string folder = name.contains('/') ? "" : "library/";
    return RepositoryName{std::move(*origin), folder + std::string(name)};
  }
  return RepositoryName{std::move(*origin), std::string(name)};
}

std::expected<ImageReference, Error> parse_image_reference(std::string_view text, Scheme scheme) {
  ImageReference image;
  std::string_view rest = text;
  if (const std::size_t at = rest.find('@'); at != rest.npos) {
    image.digest = rest.substr(at + 1);
    rest = rest.substr(0, at);
    if (!is_sha256_digest(image.digest)) {
      return bad_reference(text, "has no digest behind '@': write sha256: and 64 digits");
    }
  }
  const std::size_t colon = rest.rfind(':');
  if (colon != rest.npos && colon > std::min(rest.find('/'), rest.size())) {
    image.tag = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
    if (!is_tag(image.tag)) {
      return bad_reference(text, "has a tag that no registry takes");
    }
  }
  if (image.tag.empty() && image.digest.empty()) {
    return bad_reference(text, "says no image: add @DIGEST, or :TAG");
  }
  auto repository = parse_repository(rest, scheme);
  if (!repository) {
    return std::unexpected(std::move(repository.error()));
  }
  image.repository = std::move(*repository);
  return image;
}

}  // namespace lambda::registry
