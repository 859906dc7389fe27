// Takes a function away, with its versions, aliases, URL and permissions.
// Source: AWS Lambda API Reference, DeleteFunction; AWS IAM API Reference, DeleteRole.
#pragma once

#include <string>
#include <vector>

#include "deploy/plan/found_function.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// The steps that delete what was found; empty when there is nothing. The role goes only when
/// `deletes_role` and this program made it; its policies are detached first.
std::vector<Step> plan_deletion(const std::string& function, const std::string& role,
                                bool deletes_role, const Found& found);

}  // namespace lambda::deploy
