// The version comes first, then the alias, then the URL that leads to either.
#include "deploy/plan/release_plan.h"

#include <array>
#include <cmath>
#include <optional>
#include <string>

namespace lambda::deploy {
namespace {

using Poco::JSON::Object;

// An existing alias moves only if nobody has moved it since it was read, and as a whole: weights
// would keep sending a part of the calls to other versions.
Step alias_step(const DesiredFunction& desired, const std::optional<FoundAlias>& found) {
  Step alias{.service = "lambda",
             .operation = found ? "update-alias" : "create-alias",
             .input = input_of("FunctionName", desired.name),
             .lines = {"point the alias " + desired.alias + " at it"},
             .need = StepNeed::kVersion};
  alias.input->set("Name", desired.alias);
  if (!found) {
    return alias;
  }
  if (!found->revision.empty()) {
    alias.input->set("RevisionId", found->revision);
  }
  if (found->weights.empty()) {
    alias.unless_version = found->version;
    return alias;
  }
  for (const auto& [version, weight] : found->weights) {
    alias.lines.push_back("all calls go there: version " + version + ", which has " +
                          std::to_string(std::lround(weight * 100)) + " %, gets none");
  }
  alias.input->set("RoutingConfig", input_of("AdditionalVersionWeights", Object::Ptr(new Object)));
  return alias;
}

// The console's names, so that what it made is taken for what it is.
struct Permission {
  const char* id;
  const char* action;
};

constexpr std::array<Permission, 2> kPublic = {{
    {"FunctionURLAllowPublicAccess", "lambda:InvokeFunctionUrl"},
    {"FunctionURLInvokeAllowPublicAccess", "lambda:InvokeFunction"},
}};

// A function's URL is that of $LATEST, or of the alias that the deployment is about.
Object::Ptr named(const DesiredFunction& desired) {
  Object::Ptr input = new Object;
  input->set("FunctionName", desired.name);
  if (!desired.alias.empty()) {
    input->set("Qualifier", desired.alias);
  }
  return input;
}

Step add_permission(const DesiredFunction& desired, const Permission& permission) {
  Object::Ptr input = named(desired);
  input->set("StatementId", std::string(permission.id));
  input->set("Action", std::string(permission.action));
  input->set("Principal", "*");
  if (permission.action == std::string("lambda:InvokeFunctionUrl")) {
    input->set("FunctionUrlAuthType", "NONE");
  } else {
    input->set("InvokedViaFunctionUrl", true);
  }
  return {.service = "lambda",
          .operation = "add-permission",
          .input = input,
          .lines = {"let everybody call its URL: " + std::string(permission.action)}};
}

Step remove_permission(const DesiredFunction& desired, const Permission& permission) {
  Object::Ptr input = named(desired);
  input->set("StatementId", std::string(permission.id));
  return {.service = "lambda",
          .operation = "remove-permission",
          .input = input,
          .lines = {"let nobody call its URL without a signature: no " +
                    std::string(permission.action) + " for all"},
          .done_error = "Aws.ResourceNotFoundException"};
}

Step set_url(const DesiredFunction& desired, const std::string& operation,
             const std::string& auth_type) {
  Object::Ptr input = named(desired);
  input->set("AuthType", auth_type);
  const bool is_new = operation == "create-function-url-config";
  return {.service = "lambda",
          .operation = operation,
          .input = input,
          .lines = {(is_new ? "make its URL, for " : "its URL from now on is for ") +
                    std::string(auth_type == "NONE" ? "everybody" : "signed requests (IAM)")}};
}

Step delete_url(const DesiredFunction& desired) {
  return {.service = "lambda",
          .operation = "delete-function-url-config",
          .input = named(desired),
          .lines = {"take its URL away"},
          .done_error = "Aws.ResourceNotFoundException"};
}

}  // namespace

std::vector<Step> plan_version(const DesiredFunction& desired, const Found& found) {
  if (!desired.is_published && desired.alias.empty()) {
    return {};
  }
  Step publish{.service = "lambda",
               .operation = "publish-version",
               .input = input_of("FunctionName", desired.name),
               .lines = {"publish a version, unless the newest one has the same code and settings"},
               .need = StepNeed::kPin,
               .is_function_changed = true};
  if (!desired.is_image) {
    publish.code_sha256 = desired.code.zip_sha256;
  }
  if (desired.alias.empty()) {
    return {publish};
  }
  return {publish, alias_step(desired, found.alias)};
}

std::vector<Step> plan_url(const DesiredFunction& desired, const Found& found) {
  if (desired.url == UrlKind::kUnsaid) {
    return {};
  }
  std::vector<Step> steps;
  const bool is_public = desired.url == UrlKind::kPublic;
  const std::string auth_type = is_public ? "NONE" : "AWS_IAM";
  for (const Permission& permission : kPublic) {
    if (is_public && !found.statements.contains(permission.id)) {
      steps.push_back(add_permission(desired, permission));
    }
  }
  if (desired.url == UrlKind::kNone) {
    if (found.url) {
      steps.push_back(delete_url(desired));
    }
  } else if (!found.url) {
    steps.push_back(set_url(desired, "create-function-url-config", auth_type));
  } else if (found.url->auth_type != auth_type) {
    steps.push_back(set_url(desired, "update-function-url-config", auth_type));
  }
  for (const Permission& permission : kPublic) {
    if (!is_public && found.statements.contains(permission.id)) {
      steps.push_back(remove_permission(desired, permission));
    }
  }
  return steps;
}

}  // namespace lambda::deploy
