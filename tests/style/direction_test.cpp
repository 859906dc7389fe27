// A use against the direction is found in the smallest file that has it, and none in one that keeps
// it.
#include "tests/style/direction.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::style {
namespace {

struct Case {
  std::string name;
  SourceFile faulty;
  SourceFile good;
};

class Uses : public testing::TestWithParam<Case> {};

TEST_P(Uses, AgainstTheDirectionAreFound) {
  EXPECT_EQ(1u, uses_run_one_way(GetParam().faulty).size());
}

TEST_P(Uses, AlongTheDirectionAreFine) {
  EXPECT_EQ(std::vector<std::string>{}, uses_run_one_way(GetParam().good));
}

INSTANTIATE_TEST_SUITE_P(
    All, Uses,
    testing::Values(Case{"Include",
                         {"runtime/b.h", {"#include \"images/c.h\""}},
                         {"images/b.h", {"#include \"runtime/c.h\""}}},
                    Case{"Dependency",
                         {"images/BUILD", {"deps = [\"//deploy/x:y\"],"}},
                         {"images/BUILD", {"visibility = [\"//deploy/x:__pkg__\"],"}}},
                    Case{"SecondLabelOfALine",
                         {"images/BUILD", {"deps = [\"//runtime:a\", \"//deploy/x:y\"],"}},
                         {"images/BUILD", {"deps = [\"//runtime:a\", \"//images/x:y\"],"}}},
                    Case{"LabelWithItsRepository",
                         {"images/private/a.bzl",
                          {"load(\"@lambda_runtime//deploy:a.bzl\", \"a\")"}},
                         {"images/private/a.bzl", {"load(\"@rules_cc//deploy:a.bzl\", \"a\")"}}},
                    Case{"RoomUnderTheFacade",
                         {"images/private/a.bzl", {"load(\"//:defs.bzl\", \"a\")"}},
                         {"images/defs.bzl", {"load(\"//:defs.bzl\", \"a\")"}}},
                    Case{"HandlersSeeTheFacade",
                         {"handlers/a/BUILD", {"load(\"//images/private:a.bzl\", \"a\")"}},
                         {"handlers/a/BUILD", {"load(\"//:defs.bzl\", \"a\")"}}},
                    Case{"HandlersSeePublicHeaders",
                         {"handlers/a.cpp", {"#include \"core/errors/error.h\""}},
                         {"handlers/a.cpp", {"#include \"runtime/lambda.h\""}}},
                    Case{"CoreStandsAlone",
                         {"core/a/b.h", {"#include \"runtime/c/d.h\""}},
                         {"core/a/b.h", {"#include \"core/c/d.h\""}}}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace lambda::style
