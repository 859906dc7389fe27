// Symbols are found as debuggers find them, and chosen by build id.
#include "images/tools/symbolize/symbol_files.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "core/files/temporary_folder.h"

namespace lambda::images {
namespace {

const std::string kFirst = "aa" + std::string(38, '1');
const std::string kSecond = "bb" + std::string(38, '2');

void add(const std::filesystem::path& folder, const std::string& id) {
  const std::filesystem::path below = folder / ".build-id" / id.substr(0, 2);
  std::filesystem::create_directories(below);
  std::ofstream(below / (id.substr(2) + ".debug")) << "symbols";
}

TEST(SymbolFiles, AreFoundByBuildIdInEveryFolder) {
  const TemporaryFolder one;
  const TemporaryFolder other;
  add(one.path(), kFirst);
  add(other.path(), kSecond);
  const auto files = find_symbol_files({one.path(), other.path()});
  ASSERT_TRUE(files.has_value());
  ASSERT_EQ(files->size(), 2u);
  EXPECT_EQ(choose_symbol_file(*files, kSecond),
            other.path() / ".build-id" / "bb" / (std::string(38, '2') + ".debug"));
}

TEST(SymbolFiles, TheOnlyOneServesAStackThatNamesNoBuild) {
  const TemporaryFolder folder;
  add(folder.path(), kFirst);
  const auto files = find_symbol_files({folder.path()});
  ASSERT_TRUE(files.has_value());
  EXPECT_TRUE(choose_symbol_file(*files, "").has_value());
}

TEST(SymbolFiles, OfSeveralNoneIsGuessed) {
  const TemporaryFolder folder;
  add(folder.path(), kFirst);
  add(folder.path(), kSecond);
  const auto chosen = choose_symbol_file(*find_symbol_files({folder.path()}), "");
  ASSERT_FALSE(chosen.has_value());
  EXPECT_EQ(chosen.error().type, "Symbols.Ambiguous");
}

TEST(SymbolFiles, AnotherBuildIsRefusedByName) {
  const TemporaryFolder folder;
  add(folder.path(), kFirst);
  const auto chosen = choose_symbol_file(*find_symbol_files({folder.path()}), kSecond);
  ASSERT_FALSE(chosen.has_value());
  EXPECT_EQ(chosen.error().type, "Symbols.OtherBuild");
  EXPECT_NE(chosen.error().message.find(kFirst), std::string::npos);
  EXPECT_NE(chosen.error().message.find(kSecond), std::string::npos);
}

TEST(SymbolFiles, AnEmptyFolderIsAProgramWithoutSymbols) {
  const TemporaryFolder folder;
  const auto files = find_symbol_files({folder.path()});
  ASSERT_TRUE(files.has_value());
  EXPECT_EQ(choose_symbol_file(*files, kFirst).error().type, "Symbols.None");
}

TEST(SymbolFiles, AFolderThatIsNotThereIsAnError) {
  const auto files = find_symbol_files({"/nothing/here"});
  ASSERT_FALSE(files.has_value());
  EXPECT_EQ(files.error().type, "File.Unreadable");
}

}  // namespace
}  // namespace lambda::images
