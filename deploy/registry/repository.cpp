// Registries repeat the digest in Docker-Content-Digest; one that differs is an error.
#include "deploy/registry/repository.h"

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "core/http/scan.h"

namespace lambda::registry {
namespace {

constexpr std::string_view kManifestTypes =
    "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, "
    "application/vnd.docker.distribution.manifest.v2+json, "
    "application/vnd.docker.distribution.manifest.list.v2+json";

bool is_there_or_not(int status) { return status == 200 || status == 404; }

bool is_taken(int status) { return status == 201 || status == 200 || status == 202; }

}  // namespace

Url Repository::url(std::string_view tail) const {
  return {session_.registry(), "/v2/" + name_ + "/" + std::string(tail)};
}

std::expected<void, Error> Repository::check_digest(const Answer& answer, std::string_view what,
                                                    const std::string& digest) const {
  const std::string_view said = answer.header("Docker-Content-Digest");
  if (said.empty() || said == digest) {
    return {};
  }
  return failure("Registry.WrongDigest",
                 authority(session_.registry()) + " says that " + std::string(what) +
                     " has the digest '" + std::string(said.substr(0, 100)) + "', but it is " +
                     digest +
                     ". The registry, or something before it, changes what it is sent: "
                     "nothing is tagged");
}

std::expected<std::optional<std::string>, Error> Repository::find_manifest(
    const std::string& reference) {
  const Request request{.method = "HEAD", .headers = {{"Accept", std::string(kManifestTypes)}}};
  const auto answer = session_.ask(url("manifests/" + reference), request, is_there_or_not);
  if (!answer) {
    return std::unexpected(answer.error());
  }
  if (answer->status == 404) {
    return std::nullopt;
  }
  const bool is_digest = is_sha256_digest(reference);
  if (is_digest) {
    if (auto same = check_digest(*answer, "manifest " + reference, reference); !same) {
      return std::unexpected(std::move(same.error()));
    }
    return reference;
  }
  std::string digest(answer->header("Docker-Content-Digest"));
  return is_sha256_digest(digest) ? std::optional(std::move(digest)) : std::nullopt;
}

std::expected<void, Error> Repository::put_manifest(const std::string& reference,
                                                    std::string_view media_type,
                                                    std::string_view text,
                                                    const std::string& digest) {
  BytesBody body(text);
  const Request request{
      .method = "PUT", .headers = {{"Content-Type", std::string(media_type)}}, .body = &body};
  const auto answer = session_.ask(url("manifests/" + reference), request, is_taken);
  if (!answer) {
    return std::unexpected(answer.error());
  }
  return check_digest(*answer, "manifest " + reference, digest);
}

std::expected<bool, Error> Repository::has_blob(const images::Descriptor& blob) {
  const Request request{.method = "HEAD"};
  const auto answer = session_.ask(url("blobs/" + blob.digest), request, is_there_or_not);
  if (!answer) {
    return std::unexpected(answer.error());
  }
  if (answer->status == 404) {
    return false;
  }
  if (auto same = check_digest(*answer, "blob " + blob.digest, blob.digest); !same) {
    return std::unexpected(std::move(same.error()));
  }
  const std::string_view length = answer->header("Content-Length");
  if (!length.empty() && http::parse_decimal(length) != blob.size) {
    return failure("Registry.WrongDigest", authority(session_.registry()) + " has " + blob.digest +
                                               " with " + std::string(length.substr(0, 30)) +
                                               " bytes, but it has " + std::to_string(blob.size) +
                                               ": the blob there is damaged");
  }
  return true;
}

}  // namespace lambda::registry
