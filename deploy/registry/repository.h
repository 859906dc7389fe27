// Requests about one repository: whether it has a manifest or a blob, and to take a manifest.
// Source: OCI Distribution Specification 1.1, "Pulling manifests", "Checking if content exists",
// "Pushing manifests".
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "core/errors/error.h"
#include "deploy/registry/session.h"
#include "images/tools/oci/descriptor.h"

namespace lambda::registry {

/// Thread-safe, as its session is.
class Repository {
 public:
  /// `session` must outlive the object.
  Repository(Session& session, std::string name) : session_(session), name_(std::move(name)) {}

  Session& session() const { return session_; }
  const std::string& name() const { return name_; }

  /// /v2/NAME/`tail`.
  Url url(std::string_view tail) const;

  /// The digest of the manifest under `reference`, a tag or a digest; absent when there is none, or
  /// the registry does not say which it is.
  /// Error: Registry.WrongDigest when it says another than the one asked for; the session's.
  std::expected<std::optional<std::string>, Error> find_manifest(const std::string& reference);

  /// Puts `text` under `reference`, and checks that the registry computes `digest` for it.
  /// Error: Registry.WrongDigest; the session's.
  std::expected<void, Error> put_manifest(const std::string& reference, std::string_view media_type,
                                          std::string_view text, const std::string& digest);

  /// Error: Registry.WrongDigest when there is something else under its digest; the session's.
  std::expected<bool, Error> has_blob(const images::Descriptor& blob);

  /// Compares the digest that an answer states with `digest`; `what` names the object in messages.
  /// Error: Registry.WrongDigest.
  std::expected<void, Error> check_digest(const Answer& answer, std::string_view what,
                                          const std::string& digest) const;

 private:
  Session& session_;
  std::string name_;
};

}  // namespace lambda::registry
