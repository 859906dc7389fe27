// A document is found beside the program or by its option, and its paths from the right folder.
// Source: load_function.h.
#include "deploy/function/load_function.h"

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::deploy {
namespace {

constexpr const char* kDocument = R"({"verb": "deploy", "label": "l", "name": "n",
  "architectures": [{"architecture": "x86_64", "zip": "main/n.zip"}]})";

Arguments named(const std::string& file) { return Arguments({{"function", {file}}}, {}); }

TEST(LoadFunction, TakesTheDocumentBesideTheProgramAndItsRunfiles) {
  const TemporaryFolder folder;
  const std::string program = folder / "n.deploy";
  std::filesystem::create_directory(program + ".runfiles");
  ASSERT_TRUE(write_file(program + ".function.json", kDocument).has_value());
  const auto document = load_function(program, Arguments({}, {}));
  ASSERT_TRUE(document.has_value()) << document.error().message;
  EXPECT_EQ(document->architectures[0].zip, program + ".runfiles/main/n.zip");
}

TEST(LoadFunction, TakesTheNamedDocumentAndItsFolder) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "f.json", kDocument).has_value());
  const auto document = load_function(folder / "deploy", named(folder / "f.json"));
  ASSERT_TRUE(document.has_value()) << document.error().message;
  EXPECT_EQ(document->architectures[0].zip, folder / "main/n.zip");
}

TEST(LoadFunction, SaysWhatToTypeWhereThereIsNone) {
  const TemporaryFolder folder;
  const auto none = load_function(folder / "deploy", Arguments({}, {}));
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().type, "Usage");
  EXPECT_NE(none.error().message.find("--function"), std::string::npos);
  EXPECT_EQ(load_function("", named(folder / "gone")).error().type, "File.Unreadable");
}

TEST(LoadFunction, PutsTheTargetsVerbBeforeTheWords) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(words_for_verb("push", {"--tag=1"}), (Words{"push", "--tag=1"}));
  EXPECT_EQ(words_for_verb("push", {"invoke"}), (Words{"push", "invoke"}));
  EXPECT_EQ(words_for_verb("deploy", {}), Words{"deploy"});
  EXPECT_EQ(words_for_verb("deploy", {"invoke", "{}"}), (Words{"invoke", "{}"}));
  EXPECT_EQ(words_for_verb("deploy", {"delete"}), Words{"delete"});
}

}  // namespace
}  // namespace lambda::deploy
