// A program is found as a shell finds it.
#include "core/process/find_on_path.h"

#include <gtest/gtest.h>

namespace lambda {
namespace {

TEST(FindOnPath, TakesTheFirstFolderThatHasIt) {
  EXPECT_EQ("/usr/bin/env", find_on_path("env", "/nowhere:/usr/bin:/bin"));
  EXPECT_EQ("", find_on_path("env", ""));
  EXPECT_EQ("", find_on_path("tmp", "/")) << "a folder cannot be run";
  EXPECT_EQ("/usr/bin/env", find_on_path("/usr/bin/env", ""));
  EXPECT_EQ("", find_on_path("/usr/bin/no-such-program", "/usr/bin"));
}

TEST(FindOnPath, PassesOverFoldersThatAreNotAbsolute) {
  EXPECT_EQ("/usr/bin/env", find_on_path("env", "bin:.::/usr/bin"));
}

}  // namespace
}  // namespace lambda
