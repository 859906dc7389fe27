// Reads, plans, then shows or applies.
#include <iostream>
#include <utility>

#include "deploy/aws/aws_command.h"
#include "deploy/lambda/apply_steps.h"
#include "deploy/lambda/function_reader.h"
#include "deploy/lambda/verbs.h"
#include "deploy/plan/deletion_plan.h"
#include "deploy/plan/role_plan.h"

namespace lambda::deploy {
namespace {

std::expected<void, Error> run_delete(const Arguments& arguments, const OwnFunction& own) {
  const auto name = chosen_name(arguments, own);
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

Verb delete_verb(const OwnFunction& own) {
  Verb verb{.name = "delete",
            .purpose =
                "Deletes the function, with its versions, aliases, URL and permissions. Its log "
                "and its images stay.",
            .operands = "",
            .options = {{"plan", "", "print what would be deleted, and delete nothing"},
                        {"delete-role", "", "also the role, if --create-role made it"},
                        {"role", "NAME", "which role; default: lambda-NAME"},
                        name_option(),
                        function_option()},
            .run = [own](const Arguments& arguments) { return run_delete(arguments, own); }};
  for (OptionRule& rule : aws_options()) {
    verb.options.push_back(std::move(rule));
  }
  return verb;
}

}  // namespace lambda::deploy
