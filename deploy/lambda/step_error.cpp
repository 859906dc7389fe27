// Tells errors of AWS apart.
#include "deploy/lambda/step_error.h"

#include <string_view>

#include "core/errors/error.h"

namespace lambda::deploy {
namespace {

constexpr const char* kConflict = "Deploy.Conflict";

// "Function already exist: f", "Alias already exists: ...", "FunctionUrlConfig exists for ...",
// "The statement id (s) provided already exists".
bool is_there_already(const Error& error) {
  return error.type == "Aws.ResourceConflictException" && error.message.contains("exist");
}

}  // namespace

bool is_role_too_new(const Error& error) {
  return error.type == "Aws.InvalidParameterValueException" &&
         (error.message.contains("cannot be assumed") ||
          error.message.contains("KMS key is invalid for CreateGrant"));
}

bool is_change_under_way(const Error& error) {
  return error.type == "Aws.ResourceConflictException" && !is_there_already(error);
}

bool is_outdated(const Error& error) {
  return error.type == "Aws.PreconditionFailedException" ||
         (error.type == "Aws.InvalidParameterValueException" &&
          error.message.contains("is different from current CodeSHA256"));
}

std::unexpected<Error> function_conflict(const std::string& function) {
  return failure(kConflict,
                 "Another deployer changed the function " + function +
                     " in between: it no longer has the code and the settings that were to "
                     "be published. No version was made of it, and no alias has moved. "
                     "When the other is done, type the same again.");
}

std::unexpected<Error> other_version(const std::string& version) {
  return failure("Deploy.OtherCode",
                 "Version " + version +
                     " has other code than was to be published. No alias has moved. See "
                     "what it is: `aws lambda get-function --qualifier " +
                     version + "`; then type the same again.");
}

Error step_error(const Step& step, const std::string& function, Error error) {
  if (error.type == kConflict) {
    return error;
  }
  if (is_outdated(error) || is_there_already(error)) {
    const bool is_alias = step.operation.ends_with("-alias");
    error.type = kConflict;
    error.message = "Another deployer changed the function " + function +
                    " in between, so AWS refused this step: " + step.lines.at(0) + ". " +
                    (is_alias ? "The alias stays as they set it. " : "Theirs stays as it is. ") +
                    "Type the same again to deploy on top of it.\n  " + error.message;
  }
  if (error.type.contains("AccessDenied") && !step.denied_hint.empty()) {
    error.message += "\n  " + step.denied_hint;
  }
  return error;
}

std::expected<void, Error> check_code(const Step& step, const std::string& code_sha256) {
  if (step.code_sha256.empty() || code_sha256.empty() || step.code_sha256 == code_sha256) {
    return {};
  }
  return failure("Deploy.OtherCode",
                 "Lambda has other code than was built: its SHA-256 is " + code_sha256 +
                     ", that of the zip " + step.code_sha256 +
                     ". Somebody replaced the object in the bucket, or the zip was built "
                     "anew meanwhile. Nothing was published; type the same again.");
}

}  // namespace lambda::deploy
