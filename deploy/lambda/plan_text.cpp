// Writes plans. Source: plan_text.h.
#include "deploy/lambda/plan_text.h"

namespace lambda::deploy {

std::string plan_text(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) {
    for (std::size_t i = 0; i < step.lines.size(); ++i) {
      text += (i == 0 ? "would " : "    ") + step.lines[i] + "\n";
    }
  }
  return text + (steps.empty() ? "There is nothing to do.\n"
                               : "Nothing was done: without --plan it will be.\n");
}

}  // namespace lambda::deploy
