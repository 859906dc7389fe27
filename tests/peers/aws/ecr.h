// A look-alike of an account's ECR registry: its host name, TLS by an authority of its own, moto's
// token, the manners of ECR, and a real registry behind. Needs a private machine.
// Source: Amazon ECR User Guide, "Private registry authentication"; ecr_manners.h for the rest.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "tests/peers/aws/ecr_manners.h"
#include "tests/peers/certificate.h"
#include "tests/peers/recording_proxy.h"
#include "tests/peers/server.h"

namespace lambda::peers {

class Ecr {
 public:
  /// The registry of the account and Region that the moto at `moto` plays; repositories are made
  /// there. One at a time. Errors are those of its parts.
  static std::expected<std::unique_ptr<Ecr>, Error> start(uint16_t moto);

  /// The file of the authority that clients must trust.
  const std::filesystem::path& authority() const { return authority_; }

  /// The variables by which crane and skopeo trust it and log in.
  std::map<std::string, std::string> client_environment() const;

  /// All that was asked of the registry.
  RecordingProxy& front() { return front_; }

  /// Whether the token that was good is refused as one of twelve hours ago.
  void set_token_expired(bool is_expired) { manners_.set_token_expired(is_expired); }

  /// The port of the plain registry behind, which needs no login and takes what ECR would refuse.
  uint16_t plain_port() const { return registry_->port(); }

 private:
  Ecr(std::unique_ptr<Server> registry, uint16_t moto, std::string token,
      std::filesystem::path authority);

  std::unique_ptr<Server> registry_;
  std::string token_;
  std::filesystem::path authority_;
  EcrManners manners_;
  RecordingProxy front_;
  std::unique_ptr<Server> tls_;
};

/// What `exchanges` sent to be kept: its uploads, manifests and tags.
struct Sent {
  int blobs = 0;                       // Uploads that were ended.
  std::vector<std::string> manifests;  // What each was put as: a digest or a tag.
};

Sent sent(const std::vector<Exchange>& exchanges);

}  // namespace lambda::peers
