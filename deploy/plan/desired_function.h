// The state that a deployment is to reach, from the target and the options.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "deploy/plan/environment.h"

namespace lambda::deploy {

enum class UrlKind {
  kUnsaid,  // What there is stays.
  kNone,
  kIam,
  kPublic,
};

/// Code of one architecture: an image by its digest, or a zip.
struct DesiredCode {
  std::string image_uri;  // Empty: a zip.
  std::filesystem::path zip;
  std::uint64_t zip_bytes = 0;
  std::string zip_sha256;    // Base64, as Lambda tells it.
  std::string zip_digest;    // The same, as images have it: sha256:...
  std::string bucket;        // Where the zip goes first; empty: straight to Lambda.
  std::string bucket_owner;  // Its account; empty: that of the function.
};

/// Empty, 0 or absent: not given. A function then keeps its value, and a new one takes the default.
struct DesiredFunction {
  std::string name;
  std::string architecture;  // Never empty.
  bool is_image = false;
  DesiredCode code;
  std::string runtime;
  bool is_any_runtime = false;  // Also a deprecated or unknown one.
  std::string handler;
  std::string role;              // A name or an ARN.
  bool is_role_created = false;  // Where it is missing.
  bool is_role_default = false;  // Nobody named it: an existing function keeps its own.
  std::uint64_t memory_mb = 0;
  std::uint64_t timeout_seconds = 0;
  EnvironmentWish environment;
  std::map<std::string, std::string> tags;
  std::string log_format;  // "JSON" or "Text".
  std::optional<std::vector<std::string>> layers;
  UrlKind url = UrlKind::kUnsaid;
  bool is_published = false;
  std::string alias;
};

}  // namespace lambda::deploy
