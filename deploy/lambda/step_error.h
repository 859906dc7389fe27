// What went wrong with a step, as AWS says it, and what that means for who deploys.
// Source: AWS Lambda API Reference, errors of UpdateFunctionCode, PublishVersion and UpdateAlias;
// the messages as users report them.
#pragma once

#include <expected>
#include <string>

#include "core/errors/error.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// IAM tells of a new role some seconds before Lambda and KMS know it.
bool is_role_too_new(const Error& error);

/// Lambda is at work on the function, and takes the change when it is done.
bool is_change_under_way(const Error& error);

/// The function is no longer as the call says: its revision or its code is another.
bool is_outdated(const Error& error);

/// Deploy.Conflict: somebody else changed the function before it was published.
std::unexpected<Error> function_conflict(const std::string& function);

/// Deploy.OtherCode: what came back as the version has not the code that was published.
std::unexpected<Error> other_version(const std::string& version);

/// `error`, or in its place Deploy.Conflict where it tells that somebody else changed in between
/// what the step is about; with the step's hint where AWS denied it.
Error step_error(const Step& step, const std::string& function, Error error);

/// Compares what Lambda says that it has now with what was built, where the step says that. Empty
/// where Lambda says nothing. Error: Deploy.OtherCode.
std::expected<void, Error> check_code(const Step& step, const std::string& code_sha256);

}  // namespace lambda::deploy
