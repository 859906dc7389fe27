// The real `aws` command, version 1 or 2, against an endpoint on 127.0.0.1 and with credentials
// that mean nothing.
// Source: AWS CLI User Guide, "Environment variables" and "Global options".
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <vector>

#include <Poco/JSON/Object.h>

#include "core/errors/error.h"
#include "tests/peers/run.h"

namespace lambda::peers {

enum class AwsVersion { kV1, kV2 };

/// The secret with which requests are signed; it may be on no command line and in no output.
inline constexpr char kAwsSecret[] = "wJalrXUtnFEMI-not-a-secret-of-anybody";

/// The variables with which a program that starts `aws` gets this version, these credentials, the
/// Region of `start_moto`, and no settings of the machine's user.
std::map<std::string, std::string> aws_environment(AwsVersion version);

/// A command of `aws` with an endpoint at `port`.
class AwsCli {
 public:
  AwsCli(AwsVersion version, uint16_t port) : version_(version), port_(port) {}

  /// Runs `aws WORDS --endpoint-url ...`.
  Outcome run(std::vector<std::string> words) const;

  /// What it prints, which must be a JSON object. Error: Peers.Aws, with the outcome.
  std::expected<Poco::JSON::Object::Ptr, Error> object(std::vector<std::string> words) const;

  std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  AwsVersion version_;
  uint16_t port_;
};

}  // namespace lambda::peers
