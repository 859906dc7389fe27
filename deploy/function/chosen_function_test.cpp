// An option overrides the document beside the program, and its absence is explained.
#include "deploy/function/chosen_function.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::deploy {
namespace {

constexpr const char* kDocument = R"({"verb": "deploy", "label": "l", "name": "n",
  "architectures": [{"architecture": "x86_64", "zip": "main/n.zip"}]})";

Arguments named(const std::string& option, const std::string& value) {
  return Arguments({{option, {value}}}, {});
}

TEST(ChosenFunction, IsTheOneBesideTheProgram) {
  const OwnFunction own = images::FunctionDocument{.name = "own"};
  EXPECT_EQ(chosen_function(Arguments({}, {}), own)->name, "own");
  EXPECT_EQ(chosen_function(named("name", "other"), own)->name, "other");
  EXPECT_EQ(chosen_name(Arguments({}, {}), own), "own");
}

TEST(ChosenFunction, IsTheNamedFileBeforeThat) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "f.json", kDocument).has_value());
  const OwnFunction own = images::FunctionDocument{.name = "own"};
  const auto document = chosen_function(named("function", folder / "f.json"), own);
  ASSERT_TRUE(document.has_value()) << document.error().message;
  EXPECT_EQ(document->name, "n");
  EXPECT_EQ(document->architectures[0].zip, folder / "main/n.zip");
}

TEST(ChosenFunction, NeedsNoDocumentForAName) {
  EXPECT_EQ(chosen_name(named("name", "f"), std::nullopt), "f");
  EXPECT_EQ(chosen_name(Arguments({}, {}), std::nullopt).error().type, "Usage");
}

TEST(ChosenFunction, SaysWhatToTypeWhereThereIsNone) {
  const TemporaryFolder folder;
  const auto none = chosen_function(Arguments({}, {}), std::nullopt);
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().type, "Usage");
  EXPECT_NE(none.error().message.find("--function"), std::string::npos);
  EXPECT_EQ(chosen_function(named("function", folder / "gone"), std::nullopt).error().type,
            "File.Unreadable");
}

TEST(ChosenFunction, PutsTheTargetsVerbBeforeTheWords) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(words_for_verb("push", {"--tag=1"}), (Words{"push", "--tag=1"}));
  EXPECT_EQ(words_for_verb("push", {"invoke"}), (Words{"push", "invoke"}));
  EXPECT_EQ(words_for_verb("deploy", {}), Words{"deploy"});
  EXPECT_EQ(words_for_verb("deploy", {"invoke", "{}"}), (Words{"invoke", "{}"}));
  EXPECT_EQ(words_for_verb("deploy", {"delete"}), Words{"delete"});
}

}  // namespace
}  // namespace lambda::deploy
