// A function may be published when it has the code and every setting that was named, and only then.
#include <string>

#include <gtest/gtest.h>

#include "deploy/plan/deploy_plan.h"
#include "deploy/plan/example_function.h"

namespace lambda::deploy {
namespace {

Found found_same() { return {.function = same_function()}; }

struct Wanted {
  std::string name;
  void (*change)(FoundFunction&);
};

class ChangedByAnother : public testing::TestWithParam<Wanted> {};

// Everything that the deployment named must be there when it is published.
TEST_P(ChangedByAnother, IsNotAsWanted) {
  DesiredFunction desired = zip_function();
  desired.handler = "f";
  desired.runtime = "provided.al2023";
  desired.memory_mb = 256;
  desired.timeout_seconds = 9;
  desired.log_format = "JSON";
  desired.layers = {"arn:l"};
  desired.environment.built = {{"A", "1"}};
  FoundFunction function = same_function();
  function.memory_mb = 256;
  function.timeout_seconds = 9;
  function.log_format = "JSON";
  function.layers = {"arn:l"};
  ASSERT_TRUE(is_as_wanted(desired, Found(), function));
  ASSERT_TRUE(is_as_wanted(desired, found_same(), function));
  GetParam().change(function);
  EXPECT_FALSE(is_as_wanted(desired, Found(), function));
  EXPECT_FALSE(is_as_wanted(desired, found_same(), function));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ChangedByAnother,
    testing::Values(Wanted{"Code", [](FoundFunction& f) { f.code_sha256 = "theirs="; }},
                    Wanted{"Architecture", [](FoundFunction& f) { f.architecture = "arm64"; }},
                    Wanted{"Handler", [](FoundFunction& f) { f.handler = "g"; }},
                    Wanted{"Runtime", [](FoundFunction& f) { f.runtime = "provided.al2"; }},
                    Wanted{"Memory", [](FoundFunction& f) { f.memory_mb = 128; }},
                    Wanted{"Timeout", [](FoundFunction& f) { f.timeout_seconds = 3; }},
                    Wanted{"LogFormat", [](FoundFunction& f) { f.log_format = "Text"; }},
                    Wanted{"Layers", [](FoundFunction& f) { f.layers = {"arn:m"}; }},
                    Wanted{"Variable", [](FoundFunction& f) { f.environment["A"] = "2"; }},
                    Wanted{"NoVariable", [](FoundFunction& f) { f.environment.clear(); }},
                    Wanted{"Role", [](FoundFunction& f) { f.role_arn = "arn:other"; }}),
    [](const auto& info) { return info.param.name; });

TEST(IsAsWanted, LetsOthersSetWhatNobodyNamed) {
  FoundFunction function = same_function();
  function.memory_mb = 1024;
  function.environment["BY_HAND"] = "kept";
  function.tags.clear();
  function.revision = "another";
  EXPECT_TRUE(is_as_wanted(zip_function(), found_same(), function));
}

TEST(IsAsWanted, KnowsANewRoleByItsName) {
  DesiredFunction desired = zip_function();
  desired.role = "r";
  FoundFunction function = same_function();
  function.role_arn = "arn:aws:iam::1:role/r";
  EXPECT_TRUE(is_as_wanted(desired, Found(), function));
  function.role_arn = "arn:aws:iam::1:role/other";
  EXPECT_FALSE(is_as_wanted(desired, Found(), function));
  desired.is_role_default = true;
  EXPECT_TRUE(is_as_wanted(desired, Found(), function)) << "a function keeps its own role";
}

TEST(IsAsWanted, ComparesAnImageByItsUri) {
  DesiredFunction desired = zip_function();
  desired.is_image = true;
  desired.code = {.image_uri = "host/f@sha256:a"};
  FoundFunction function = same_function();
  function.image_uri = "host/f@sha256:a";
  EXPECT_TRUE(is_as_wanted(desired, found_same(), function));
  function.image_uri = "host/f@sha256:b";
  EXPECT_FALSE(is_as_wanted(desired, found_same(), function));
}

}  // namespace
}  // namespace lambda::deploy
