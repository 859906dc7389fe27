// Asks AWS what is there, everything at once: each call of `aws` costs about a second.
// Source: AWS Lambda API Reference, GetFunction, GetFunctionUrlConfig, GetPolicy, GetAlias; AWS IAM
// API Reference, GetRole, ListAttachedRolePolicies.
#pragma once

#include <expected>
#include <string>

#include "deploy/aws/aws_command.h"
#include "deploy/plan/found_function.h"
#include "runtime/errors/error.h"

namespace lambda::deploy {

/// What to ask about. Empty: not asked.
struct Question {
  std::string function;
  std::string role;                 // By its name.
  bool asks_role_policies = false;  // And which policies it has.
  std::string alias;                // Also whose URL and policy it is.
  bool asks_url = false;            // And about the policy.
};

/// Error: those of AwsCommand, but for what is not there, which is an answer.
std::expected<Found, Error> read_found(const AwsCommand& aws, const Question& question);

}  // namespace lambda::deploy
