// moto's server, which plays AWS's services on 127.0.0.1: Lambda, ECR, IAM, STS.
// Source: moto's documentation, "Server mode", "Configuration"; version in third_party/peers.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>

#include "core/errors/error.h"
#include "tests/peers/http.h"
#include "tests/peers/server.h"

namespace lambda::peers {

/// The account and the Region of everything that moto holds for these tests.
inline constexpr char kAwsAccount[] = "123456789012";
inline constexpr char kAwsRegion[] = "us-east-1";

struct MotoOptions {
  bool has_aws_policies = false;  // Of IAM; they take seconds to read, after each reset too.
};

/// An empty moto whose Lambda answers each invocation with its event, without running anything.
/// Error: Peers.NotInstalled, Peers.NoServer with moto's words.
std::expected<std::unique_ptr<Server>, Error> start_moto(const MotoOptions& options = {});

/// Empties the moto at `port`: every function, repository and role is gone. Error: Peers.Moto.
std::expected<void, Error> reset_moto(uint16_t port);

/// Makes a role that Lambda may take, and returns its ARN. Error: Peers.Moto, Peers.NoAnswer.
std::expected<std::string, Error> make_role(uint16_t port, const std::string& name);

/// The answer to a GET of Lambda's API, as text; empty when it is not 200. Without the aws command.
std::string ask_lambda(uint16_t port, const std::string& path);

/// Calls an action of the ECR that moto plays, without the aws command, which takes a second.
/// Error: Peers.NoAnswer.
std::expected<HttpResponse, Error> ask_ecr(uint16_t port, const std::string& action,
                                           const std::string& input);

}  // namespace lambda::peers
