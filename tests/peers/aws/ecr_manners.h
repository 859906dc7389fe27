// How Amazon ECR's registry differs from a plain one, before a plain one. No TLS: that is in front.
// Source: Amazon ECR User Guide ("Private registry authentication", "Image tag mutability",
// "Service quotas"), and what users report of its HTTP API: github.com/aws/containers-roadmap
// issues 2831 (chunks), 2380 (immutable tags), 1970; oras-project/rust-oci-client pull request 33;
// dotnet/sdk pull request 33019; apple/containerization issue 790; flipt-io/flipt issue 3043.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "tests/peers/http.h"

namespace lambda::peers {

inline constexpr char kEcrHost[] = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
/// Where ECR sends those who ask for a blob.
inline constexpr char kEcrBucket[] =
    "prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com";

/// The password that was good twelve hours ago.
inline constexpr char kEcrOldPassword[] = "token-of-yesterday";

/// - Everything needs basic authentication; an expired token is 403, without a challenge.
/// - Repositories exist before anything is pushed: those of the ECR that moto plays.
/// - A tag of an immutable repository is set once, to the same image too.
/// - PATCH is answered 201; its Range stays at the end of the first chunk; the offset of an upload
///   cannot be asked; a chunk that begins elsewhere than the last one ended is refused with 416.
/// - An upload's Location is absolute and has no query; a manifest's answer has none.
/// - No blob is mounted from another repository: an upload begins.
/// - Blobs are redirected to a bucket, which refuses whoever brings ECR's credentials.
class EcrManners {
 public:
  /// `registry` is a plain registry's port, `moto` moto's; `authorization` what is asked for.
  EcrManners(uint16_t registry, uint16_t moto, std::string authorization)
      : registry_(registry), moto_(moto), authorization_(std::move(authorization)) {}

  /// Thread-safe.
  HttpResponse answer(const HttpRequest& request);

  /// Whether the token that was good is expired. Thread-safe.
  void set_token_expired(bool is_expired) { is_expired_ = is_expired; }

 private:
  struct Upload {
    std::string query;       // The registry's state, which ECR's Location does not show.
    size_t received = 0;     // Bytes.
    size_t first_chunk = 0;  // Bytes.
  };

  HttpResponse from_bucket(const HttpRequest& request) const;
  HttpResponse in_repository(const HttpRequest& request, const std::string& name,
                             const std::string& rest);
  HttpResponse begin_upload(const HttpRequest& request, const std::string& name);
  HttpResponse continue_upload(const HttpRequest& request);
  HttpResponse put_manifest(const HttpRequest& request, const std::string& name,
                            const std::string& reference, bool is_immutable) const;
  std::string hide_query(HttpResponse& response);

  uint16_t registry_;
  uint16_t moto_;
  std::string authorization_;
  std::atomic<bool> is_expired_ = false;
  std::mutex mutex_;
  std::map<std::string, Upload> uploads_;  // By path.
};

}  // namespace lambda::peers
