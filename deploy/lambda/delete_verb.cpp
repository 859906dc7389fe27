// Plans and carries out a deletion. Source: delete_verb.h.
#include "deploy/lambda/delete_verb.h"

#include <iostream>
#include <utility>

#include "deploy/aws/aws_command.h"
#include "deploy/function/load_function.h"
#include "deploy/lambda/apply_steps.h"
#include "deploy/lambda/function_options.h"
#include "deploy/lambda/function_reader.h"
#include "deploy/lambda/plan_text.h"
#include "deploy/plan/role_plan.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Object;

Step deletion(const std::string& service, const std::string& operation, const std::string& member,
              const std::string& value, const std::string& line) {
  Object::Ptr input = new Object;
  input->set(member, value);
  return {.service = service,
          .operation = operation,
          .input = input,
          .lines = {line},
          .done_error = service == "iam" ? "Aws.NoSuchEntity" : "Aws.ResourceNotFoundException"};
}

std::expected<void, Error> run_delete(const std::string& program, const Arguments& arguments) {
  const auto name = function_name(program, arguments);
  if (!name) {
    return std::unexpected(name.error());
  }
  const bool deletes_role = arguments.has("delete-role");
  const std::string role = !deletes_role           ? ""
                           : arguments.has("role") ? arguments.one("role")
                                                   : default_role_name(*name);
  const AwsCommand aws(aws_settings(arguments));
  const auto found = read_found(aws, {.function = *name, .role = role, .asks_role_policies = true});
  if (!found) {
    return std::unexpected(found.error());
  }
  const std::vector<Step> steps = plan_deletion(*name, role, deletes_role, *found);
  if (steps.empty()) {
    std::cerr << "There is no function " << *name << ": nothing to delete.\n";
  }
  if (deletes_role && found->role && !is_role_ours(*found->role)) {
    std::cerr << "The role " << role << " was not made here, and stays.\n";
  }
  if (arguments.has("plan")) {
    std::cerr << plan_text(steps);
    return {};
  }
  const auto applied = apply_steps(aws, steps, {.function = *name}, Patience(), std::cerr);
  if (!applied) {
    return std::unexpected(applied.error());
  }
  return {};
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

Verb delete_verb(const std::string& program) {
  Verb verb{
      .name = "delete",
      .purpose =
          "Deletes the function, with its versions, aliases, URL and permissions. Its log "
          "and its images stay.",
      .operands = "",
      .options = {{"plan", "", "print what would be deleted, and delete nothing"},
                  {"delete-role", "", "also the role, if --create-role made it"},
                  {"role", "NAME", "which role; by itself lambda-NAME"},
                  name_option(),
                  function_option()},
      .run = [program](const Arguments& arguments) { return run_delete(program, arguments); }};
  for (OptionRule& rule : aws_options()) {
    verb.options.push_back(std::move(rule));
  }
  return verb;
}

}  // namespace lambda::deploy
