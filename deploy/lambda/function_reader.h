// Asks AWS what is there: about the function first, then about everything else at once, since each
// call of `aws` costs about a second. The first call alone asks for a code of multi-factor
// authentication, where the profile wants one; `aws` keeps what it got for the others.
// Source: AWS Lambda API Reference, GetFunction, GetFunctionUrlConfig, GetPolicy, GetAlias; AWS IAM
// API Reference, GetRole, ListAttachedRolePolicies.
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "core/errors/error.h"
#include "deploy/aws/aws_command.h"
#include "deploy/plan/found_function.h"

namespace lambda::deploy {

/// What to ask about. Empty fields are not asked about.
struct Question {
  std::string function;
  std::string role;                 // By its name.
  bool asks_role_policies = false;  // And which policies it has.
  std::string alias;                // Also whose URL and policy it is.
  bool asks_url = false;            // And about the policy.
};

/// `first_answered` is called when the first call has succeeded, before the others begin: whoever
/// asks AWS something else beside them begins there.
/// Error: those of AwsCommand; something that does not exist is an answer. After an error of the
/// first call no other is made.
std::expected<Found, Error> read_found(const AwsCommand& aws, const Question& question,
                                       const std::function<void()>& first_answered = {});

}  // namespace lambda::deploy
