// The settings of a push. push_verb.h reads them from the command line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "deploy/aws/aws_command.h"
#include "deploy/registry/blob_upload.h"
#include "deploy/registry/reference.h"
#include "deploy/registry/retry.h"
#include "deploy/registry/transport/proxy.h"
#include "deploy/registry/transport/wire.h"

namespace lambda::deploy {

/// Owns its texts.
struct PushOptions {
  std::string repository;  // HOST[:PORT]/NAME, or NAME in the account's ECR.
  std::vector<std::string> tags;
  std::vector<std::string> mount_from;  // Names of repositories of the same registry.
  bool creates_repository = false;      // In ECR.
  bool allows_empty_base = false;       // Else an image on the empty base is refused.
  registry::Scheme scheme = registry::Scheme::kUsual;
  registry::ProxyRules proxies;   // Empty by default: push_options() asks the environment.
  std::filesystem::path ca_file;  // Empty: as SSL_CERT_FILE or the system says.
  std::uint64_t chunk_bytes = 0;  // 0: a blob is one request.
  /// Larger blobs are sent so that a broken upload can be resumed, at the cost of a round trip.
  std::uint64_t whole_bytes_max = registry::UploadRules{}.whole_bytes_max;
  AwsSettings aws;
  registry::AttemptPolicy retry;
  registry::Waits waits;
};

}  // namespace lambda::deploy
