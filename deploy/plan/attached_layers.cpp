// Layers are told apart by their ARNs without the version. Source: attached_layers.h.
#include "deploy/plan/attached_layers.h"

#include <algorithm>

namespace lambda::deploy {
namespace {

// arn:aws:lambda:REGION:ACCOUNT:layer:NAME of arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION.
std::string without_version(const std::string& arn) { return arn.substr(0, arn.rfind(':')); }

}  // namespace

std::vector<std::string> attach_layer(std::vector<std::string> found,
                                      const std::string& version_arn) {
  const auto same = std::ranges::find(found, without_version(version_arn), without_version);
  if (same == found.end()) {
    found.push_back(version_arn);
  } else {
    *same = version_arn;
  }
  return found;
}

}  // namespace lambda::deploy
