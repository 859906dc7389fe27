// Carries out a plan, step by step. Stopped anywhere, the next plan begins where it ended.
// Source: deploy/plan/step.h.
#pragma once

#include <expected>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "deploy/aws/aws_command.h"
#include "deploy/lambda/function_waiter.h"
#include "deploy/plan/step.h"
#include "runtime/errors/error.h"

namespace lambda::deploy {

/// What the steps gave. Empty where none did.
struct Applied {
  std::string function_arn;
  std::string role_arn;
  std::string version;
  std::string url;
};

/// Tells `log` of each step. Waits while another change of the function is under way, and while a
/// new role is not yet known everywhere.
/// Error: the first step's that failed; Deploy.Failed; Deploy.NotReady.
std::expected<Applied, Error> apply_steps(const AwsCommand& aws, const std::vector<Step>& steps,
                                          const std::string& function, const Patience& patience,
                                          std::ostream& log);

}  // namespace lambda::deploy
