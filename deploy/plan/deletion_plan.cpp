// Each step also counts as done where its object is already gone.
#include "deploy/plan/deletion_plan.h"

#include <utility>

#include "deploy/plan/role_plan.h"

namespace lambda::deploy {
namespace {

Step deletion(const std::string& service, const std::string& operation, const std::string& member,
              const std::string& value, const std::string& line) {
  return {.service = service,
          .operation = operation,
          .input = input_of(member, value),
          .lines = {line},
          .done_error = service == "iam" ? "Aws.NoSuchEntity" : "Aws.ResourceNotFoundException"};
}

}  // namespace

std::vector<Step> plan_deletion(const std::string& function, const std::string& role,
                                bool deletes_role, const Found& found) {
  std::vector<Step> steps;
  if (found.function) {
    steps.push_back(deletion("lambda", "delete-function", "FunctionName", function,
                             "delete the function " + found.function->arn +
                                 ", with its versions, aliases, URL and permissions"));
    steps.back().is_function_changed = true;  // So it waits for a change under way.
  }
  if (!deletes_role || !found.role || !is_role_ours(*found.role)) {
    return steps;
  }
  for (const std::string& policy : found.role->policies) {
    Step step = deletion("iam", "detach-role-policy", "RoleName", role,
                         "take the policy " + policy + " from the role " + role);
    step.input->set("PolicyArn", service_policy_arn(found.role->arn, policy));
    steps.push_back(std::move(step));
  }
  steps.push_back(deletion("iam", "delete-role", "RoleName", role, "delete the role " + role));
  return steps;
}

}  // namespace lambda::deploy
