// Uploads one blob: mounted from another repository, or sent in one piece or several, and resumed
// where it broke off.
// Source: OCI Distribution Specification 1.1, "Pushing blobs", "Mounting a blob from another
// repository". ECR: its HTTP API takes a blob whole; of several PATCHes it keeps the first alone,
// answers them 201, and does not tell how much it has
// (github.com/aws/containers-roadmap/issues/2831).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "deploy/registry/blob_source.h"
#include "deploy/registry/repository.h"
#include "images/tools/oci/descriptor.h"

namespace lambda::registry {

/// How blobs are sent to a registry.
struct UploadRules {
  bool can_resume = true;         // False for ECR: a broken upload starts over.
  std::uint64_t chunk_bytes = 0;  // The most in one request; 0: any number.
  /// Up to this size a blob is one PUT, which saves a round trip; larger ones are sent so that they
  /// can be resumed.
  std::uint64_t whole_bytes_max = 32u << 20;
};

enum class BlobArrival { kSent, kMounted, kWasThere };

/// One upload, from its start to its end. Serves one thread at a time.
class BlobUpload {
 public:
  /// All but `rules` must outlive the object.
  BlobUpload(Repository& repository, const images::Descriptor& blob, BlobSource& source,
             const UploadRules& rules, const Sent& sent);

  /// Mounts the blob from one of `mount_from`, repositories of the same registry, or sends it. When
  /// it returns without an error, the registry has confirmed the blob.
  /// Error: Registry.WrongDigest; Registry.NameUnknown; the session's; the source's.
  std::expected<BlobArrival, Error> run(const std::vector<std::string>& mount_from);

 private:
  Tried<BlobArrival> attempt(const std::vector<std::string>& mount_from);
  Tried<bool> start(const std::vector<std::string>& mount_from);
  Tried<bool> start_one(const std::string& mount_from);
  Tried<void> send_chunk(std::uint64_t count);
  Tried<void> close(std::uint64_t count);
  Tried<Answer> send(const std::string& method, const Url& url, std::uint64_t count);
  Tried<void> follow(const Answer& answer, const Url& url);
  Fault refusal(std::string_view method, const Answer& answer);
  void find_offset();
  void begin_anew();

  Repository& repository_;
  const images::Descriptor& blob_;
  BlobSource& source_;
  UploadRules rules_;
  const Sent& sent_;
  std::optional<Url> location_;  // Where the next request goes; absent before the start.
  std::uint64_t offset_ = 0;     // What the registry has.
  bool was_resumed_ = false;
};

}  // namespace lambda::registry
