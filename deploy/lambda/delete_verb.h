// `deploy delete`: takes a function away, with its versions, aliases, URL and permissions.
// Source: AWS Lambda API Reference, DeleteFunction; AWS IAM API Reference, DeleteRole.
#pragma once

#include <string>
#include <vector>

#include "core/options/command_line.h"
#include "deploy/plan/found_function.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// The steps that take away what is there; none when nothing is. The role goes only when it is
/// asked for and `role` was made by this program; its policies are detached first.
std::vector<Step> plan_deletion(const std::string& function, const std::string& role,
                                bool deletes_role, const Found& found);

/// The verb, of the program started as `program`. Asks nothing: the word was typed. --plan shows.
Verb delete_verb(const std::string& program);

}  // namespace lambda::deploy
