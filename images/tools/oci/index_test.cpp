// An index survives writing and reading; what Lambda cannot take is refused.
#include "images/tools/oci/index.h"

#include <string>

#include <gtest/gtest.h>

#include "core/digest/sha256.h"

namespace lambda::images {
namespace {

IndexEntry entry(const std::string& architecture) {
  return {.manifest = {std::string(kManifestType), sha256_digest(architecture), 10},
          .architecture = architecture,
          .annotations = {{std::string(kRefName), architecture}}};
}

TEST(Index, SurvivesWritingAndReading) {
  const std::string text = index_json({entry("amd64"), entry("arm64")});
  const auto read = parse_index(text, "ours");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ((*read)[1].architecture, "arm64");
  EXPECT_EQ((*read)[1].annotations.at(std::string(kRefName)), "arm64");
  EXPECT_EQ(index_json(*read), text);
}

TEST(Index, ReadsAnEntryWithoutPlatform) {
  const auto read = parse_index(index_json({entry("")}), "umoci's");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->front().architecture, "");
}

TEST(Index, ReadsAsManyManifestsAsItSays) {
  const auto read =
      parse_index(index_json(std::vector<IndexEntry>(kIndexEntriesMax, entry("amd64"))), "full");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->size(), 64u);
}

struct RefusedCase {
  std::string text;
  std::string word;
};

class RefusedIndex : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedIndex, SaysWhy) {
  const auto read = parse_index(GetParam().text, "index.json");
  ASSERT_FALSE(read.has_value());
  EXPECT_NE(read.error().message.find("index.json"), std::string::npos);
  EXPECT_NE(read.error().message.find(GetParam().word), std::string::npos) << read.error().message;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

INSTANTIATE_TEST_SUITE_P(
    Index, RefusedIndex,
    testing::Values(
        RefusedCase{"{}", "schemaVersion"}, RefusedCase{R"({"schemaVersion":2})", "manifests"},
        RefusedCase{R"({"schemaVersion":2,"manifests":[1]})", "manifest 0"},
        RefusedCase{R"({"schemaVersion":2,"manifests":[{}]})", "mediaType"},
        RefusedCase{replaced(index_json({entry("amd64")}), "image.manifest", "image.index"),
                    "index in an index"},
        RefusedCase{replaced(index_json({entry("amd64")}), "linux", "windows"), "windows"},
        RefusedCase{index_json(std::vector<IndexEntry>(65, entry("amd64"))), "65 manifests"}));

}  // namespace
}  // namespace lambda::images
