// What an error of AWS means for a step, and for the person who deploys.
// Source: AWS Lambda API Reference, errors of UpdateFunctionCode, PublishVersion and UpdateAlias;
// the messages as users report them.
#pragma once

#include <expected>
#include <string>

#include "core/errors/error.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// Lambda and KMS learn of a new role some seconds after IAM.
bool is_role_too_new(const Error& error);

/// Lambda is at work on the function, and takes the change when it is done.
bool is_change_under_way(const Error& error);

/// The function has another revision or other code than the call says.
bool is_outdated(const Error& error);

/// Deploy.Conflict: somebody else changed the function before it was published.
std::unexpected<Error> function_conflict(const std::string& function);

/// Deploy.OtherCode: the version that came back has other code than was to be published.
std::unexpected<Error> other_version(const std::string& version);

/// `error`, with the step's hint where AWS denied it; Deploy.Conflict where it says that somebody
/// else changed the step's object in the meantime.
Error step_error(const Step& step, const std::string& function, Error error);

/// Compares the code that Lambda now has, empty where it does not say, with the code that the step
/// expects. Error: Deploy.OtherCode.
std::expected<void, Error> check_code(const Step& step, const std::string& code_sha256);

}  // namespace lambda::deploy
