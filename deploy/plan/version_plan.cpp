// Plans a version and an alias. Source: version_plan.h.
#include "deploy/plan/version_plan.h"

#include <cmath>
#include <optional>
#include <string>

namespace lambda::deploy {
namespace {

using Poco::JSON::Object;

Object::Ptr wrapped(const std::string& name, const Poco::Dynamic::Var& value) {
  Object::Ptr object = new Object;
  object->set(name, value);
  return object;
}

// An alias that is there moves only if nobody has moved it since it was read, and whole: weights
// would go on sending a part of the calls to other versions.
Step alias_step(const DesiredFunction& desired, const std::optional<FoundAlias>& found) {
  Step alias{.service = "lambda",
             .operation = found ? "update-alias" : "create-alias",
             .input = wrapped("FunctionName", desired.name),
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
  alias.input->set("RoutingConfig", wrapped("AdditionalVersionWeights", Object::Ptr(new Object)));
  return alias;
}

}  // namespace

std::vector<Step> plan_version(const DesiredFunction& desired, const Found& found) {
  if (!desired.is_published && desired.alias.empty()) {
    return {};
  }
  Step publish{.service = "lambda",
               .operation = "publish-version",
               .input = wrapped("FunctionName", desired.name),
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

}  // namespace lambda::deploy
