// Beside the program first, then where the environment says.
#include "core/files/runfiles.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "core/files/temporary_folder.h"

namespace lambda {
namespace {

std::optional<std::string> no_variable(const std::string&) { return std::nullopt; }

TEST(Runfiles, StandBesideTheProgram) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "p.runfiles");
  EXPECT_EQ(find_runfiles((folder / "p").string(), no_variable), (folder / "p.runfiles").string());
}

TEST(Runfiles, BesideTheProgramWinOverTheEnvironment) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "p.runfiles");
  const auto variable = [&](const std::string&) -> std::optional<std::string> {
    return folder.path().string();  // As of another program, which started this one.
  };
  EXPECT_EQ(find_runfiles((folder / "p").string(), variable), (folder / "p.runfiles").string());
}

TEST(Runfiles, AreElseWhereTheEnvironmentSays) {
  const TemporaryFolder folder;
  for (const char* name : {"RUNFILES_DIR", "TEST_SRCDIR"}) {
    const auto variable = [&](const std::string& asked) -> std::optional<std::string> {
      if (asked != name) {
        return std::nullopt;
      }
      return folder.path().string();
    };
    EXPECT_EQ(find_runfiles("/no/p", variable), folder.path().string());
  }
}

TEST(Runfiles, AreMissedByName) {
  const auto found = find_runfiles("/no/such/program", no_variable);
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().type, "Launch.NoRunfiles");
  EXPECT_NE(found.error().message.find("/no/such/program.runfiles"), std::string::npos);
}

}  // namespace
}  // namespace lambda
