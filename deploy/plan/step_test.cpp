// A plan is a line a step, its details below, and says that nothing was done.
#include "deploy/plan/step.h"

#include <gtest/gtest.h>

namespace lambda::deploy {
namespace {

TEST(PlanText, HasALineForEachStepAndItsDetailsBelow) {
  const std::vector<Step> steps = {{.lines = {"create it", "memory: 128 MB"}},
                                   {.lines = {"tag it"}}};
  EXPECT_EQ(plan_text(steps),
            "would create it\n    memory: 128 MB\nwould tag it\n"
            "Nothing was done: without --plan it will be.\n");
}

TEST(PlanText, SaysThatThereIsNothingToDo) {
  EXPECT_EQ(plan_text({}), "There is nothing to do.\n");
}

}  // namespace
}  // namespace lambda::deploy
