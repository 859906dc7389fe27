// Carries out a plan, step by step. Stopped anywhere, the next plan begins where it ended.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "deploy/aws/aws_command.h"
#include "deploy/lambda/function_waiter.h"
#include "deploy/plan/found_function.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// The function that the steps change.
struct Subject {
  std::string function;                // Its name.
  std::optional<FoundFunction> found;  // As the plan saw it.
  /// True when a version may be made of the function in its present state. Empty: always.
  std::function<bool(const FoundFunction&)> is_as_wanted;
};

/// The results of the steps. Empty: no step had that result.
struct Applied {
  std::string function_arn;
  std::string role_arn;
  std::string version;
  std::string url;
};

/// Tells `log` of each step. Waits while another change of the function is under way, while a new
/// role is not yet known everywhere, and until a version is ready, before an alias moves.
/// Error: the error of the first step that failed; Deploy.Conflict when somebody else changed the
/// step's object in the meantime, so that their change is neither replaced nor published;
/// Deploy.OtherCode when Lambda has other code than was built; Deploy.Failed; Deploy.NotReady.
std::expected<Applied, Error> apply_steps(const AwsCommand& aws, const std::vector<Step>& steps,
                                          const Subject& subject, const Patience& patience,
                                          std::ostream& log);

}  // namespace lambda::deploy
