// Parents appear, order is by bytes, and no two entries share a path.
#include "images/tools/archive/entry.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::images {
namespace {

std::vector<std::string> paths_of(const std::vector<Entry>& entries) {
  std::vector<std::string> paths;
  for (const Entry& entry : entries) {
    paths.push_back(entry.path);
  }
  return paths;
}

TEST(CompleteEntries, AddsEveryParentOnceAndSorts) {
  const auto complete = complete_entries({{.path = "var/task/b"}, {.path = "var/task/a/x"}});
  ASSERT_TRUE(complete.has_value());
  EXPECT_EQ(paths_of(*complete), (std::vector<std::string>{"var", "var/task", "var/task/a",
                                                           "var/task/a/x", "var/task/b"}));
  EXPECT_EQ(complete->front().kind, EntryKind::kFolder);
}

TEST(CompleteEntries, PutsAFolderBeforeWhatItHolds) {
  // '-' sorts before '/', so a plain sort of full paths could part a folder from its content.
  const auto complete = complete_entries({{.path = "a/x"}, {.path = "a-b"}});
  ASSERT_TRUE(complete.has_value());
  EXPECT_EQ(paths_of(*complete), (std::vector<std::string>{"a", "a-b", "a/x"}));
}

TEST(CompleteEntries, MergesTheSameFolder) {
  const auto complete = complete_entries(
      {{.path = "a", .kind = EntryKind::kFolder}, {.path = "a", .kind = EntryKind::kFolder}});
  ASSERT_TRUE(complete.has_value());
  EXPECT_EQ(complete->size(), 1u);
  EXPECT_FALSE(complete->front().is_shared);
}

TEST(CompleteEntries, KeepsAFolderShared) {
  const Entry shared{.path = "tmp", .kind = EntryKind::kFolder, .is_shared = true};
  const Entry plain{.path = "tmp", .kind = EntryKind::kFolder};
  for (const auto& entries : {std::vector<Entry>{shared, plain}, {plain, shared}}) {
    const auto complete = complete_entries(entries);
    ASSERT_TRUE(complete.has_value());
    ASSERT_EQ(complete->size(), 1u);
    EXPECT_TRUE(complete->front().is_shared);
  }
}

TEST(CompleteEntries, RefusesTwoFilesAtOnePath) {
  const auto complete =
      complete_entries({{.path = "a", .source = "one"}, {.path = "a", .source = "two"}});
  ASSERT_FALSE(complete.has_value());
  EXPECT_EQ(complete.error().type, "Archive.Duplicate");
  EXPECT_NE(complete.error().message.find("one"), std::string::npos);
  EXPECT_NE(complete.error().message.find("two"), std::string::npos);
}

TEST(CompleteEntries, RefusesAFileWhereAFolderMustBe) {
  const auto complete = complete_entries({{.path = "a"}, {.path = "a/b"}});
  ASSERT_FALSE(complete.has_value());
  EXPECT_EQ(complete.error().type, "Archive.Conflict");
}

TEST(CompleteEntries, RefusesALinkWhereAFolderMustBe) {
  const auto complete = complete_entries(
      {{.path = "a", .kind = EntryKind::kLink, .target = "/etc"}, {.path = "a/b/c"}});
  ASSERT_FALSE(complete.has_value());
  EXPECT_EQ(complete.error().type, "Archive.Conflict");
  EXPECT_NE(complete.error().message.find("'a/b/c'"), std::string::npos);
}

TEST(CompleteEntries, RefusesAFolderAndAFileAtOnePath) {
  for (const EntryKind kind : {EntryKind::kFile, EntryKind::kLink}) {
    const auto complete =
        complete_entries({{.path = "a", .kind = EntryKind::kFolder}, {.path = "a", .kind = kind}});
    ASSERT_FALSE(complete.has_value());
    EXPECT_EQ(complete.error().type, "Archive.Duplicate");
  }
}

TEST(CompleteEntries, RefusesAPathThatLeadsOut) {
  const auto complete = complete_entries({{.path = "../a"}});
  ASSERT_FALSE(complete.has_value());
  EXPECT_EQ(complete.error().type, "Archive.BadPath");
}

}  // namespace
}  // namespace lambda::images
