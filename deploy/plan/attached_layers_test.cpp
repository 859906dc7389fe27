// The layer that has the program is there once, at its new version; others stay.
#include <gtest/gtest.h>

#include "deploy/plan/layer_plan.h"

namespace lambda::deploy {
namespace {

using Arns = std::vector<std::string>;

TEST(AttachLayer, AddsBehindTheOthers) {
  EXPECT_EQ(attach_layer({}, "arn:layer:runtime:1"), Arns{"arn:layer:runtime:1"});
  EXPECT_EQ(attach_layer({"arn:layer:other:4"}, "arn:layer:runtime:1"),
            (Arns{"arn:layer:other:4", "arn:layer:runtime:1"}));
}

TEST(AttachLayer, ReplacesAnotherVersionInItsPlace) {
  EXPECT_EQ(attach_layer({"arn:layer:runtime:9", "arn:layer:other:4"}, "arn:layer:runtime:10"),
            (Arns{"arn:layer:runtime:10", "arn:layer:other:4"}));
  EXPECT_EQ(attach_layer({"arn:layer:runtime:1"}, "arn:layer:runtime:1"),
            Arns{"arn:layer:runtime:1"});
}

TEST(AttachLayer, TellsLayersApartWhoseNamesBeginAlike) {
  EXPECT_EQ(attach_layer({"arn:layer:run:1"}, "arn:layer:runtime:1"),
            (Arns{"arn:layer:run:1", "arn:layer:runtime:1"}));
}

}  // namespace
}  // namespace lambda::deploy
