// A plan for people: what `--plan` prints. Source: deploy/plan/step.h.
#pragma once

#include <string>
#include <vector>

#include "deploy/plan/step.h"

namespace lambda::deploy {

/// A line a step, its details indented, and that nothing was done. Nothing secret is in a step.
std::string plan_text(const std::vector<Step>& steps);

}  // namespace lambda::deploy
