// Layers are told apart by their ARNs without the version.
#include "deploy/plan/layer_plan.h"

#include <algorithm>

#include "core/lambda/quotas.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Object;

// arn:aws:lambda:REGION:ACCOUNT:layer:NAME of arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION.
std::string without_version(const std::string& arn) { return arn.substr(0, arn.rfind(':')); }

}  // namespace

std::expected<void, Error> check_layer(const DesiredLayer& desired) {
  if (desired.measured.bytes <= quotas::kZipBytesMax) {
    return {};
  }
  return failure("Deploy.Refused", "The layer's zip has " + std::to_string(desired.measured.bytes) +
                                       " bytes; Lambda takes at most 50 MB directly. Make it "
                                       "smaller, or deploy the function as an image.");
}

bool is_published(const DesiredLayer& desired, const FoundLayer& found) {
  return found.sha256 == desired.measured.sha256 && found.runtimes == desired.runtimes &&
         found.architectures == std::vector<std::string>{desired.architecture};
}

Object::Ptr layer_input(const DesiredLayer& desired) {
  Object::Ptr input = new Object;
  input->set("LayerName", desired.name);
  input->set("Description", desired.description);
  input->set("CompatibleRuntimes", list_of(desired.runtimes));
  input->set("CompatibleArchitectures", list_of({desired.architecture}));
  if (!desired.license.empty()) {
    input->set("LicenseInfo", desired.license);
  }
  return input;
}

std::vector<std::string> attach_layer(std::vector<std::string> attached,
                                      const std::string& version_arn) {
  const auto same = std::ranges::find(attached, without_version(version_arn), without_version);
  if (same == attached.end()) {
    attached.push_back(version_arn);
  } else {
    *same = version_arn;
  }
  return attached;
}

}  // namespace lambda::deploy
