// A list becomes entries: files, whole folders, links; anything else is refused.
#include "images/tools/archive/entry_list.h"

#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

std::map<std::string, Entry> read_all(const std::string& list, std::string_view prefix) {
  std::map<std::string, Entry> by_path;
  const auto entries = read_entry_list(list, prefix);
  EXPECT_TRUE(entries.has_value()) << entries.error().message;
  if (!entries) {
    return by_path;
  }
  for (const Entry& entry : *entries) {
    by_path[entry.path] = entry;
  }
  return by_path;
}

TEST(EntryList, PutsFilesBelowThePrefix) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "data", "text").has_value());
  const std::string source = (folder / "data").string();
  const auto entries = read_all("program\tbootstrap\t" + source + "\nfile\tconf/a\t" + source +
                                    "\nlink\tl\t/var/task/bootstrap\n",
                                "var/task");
  EXPECT_TRUE(entries.at("var/task/bootstrap").is_executable);
  EXPECT_FALSE(entries.at("var/task/conf/a").is_executable);
  EXPECT_EQ(entries.at("var/task/conf/a").source, source);
  EXPECT_EQ(entries.at("var/task/l").kind, EntryKind::kLink);
  EXPECT_EQ(entries.at("var/task/l").target, "/var/task/bootstrap");
}

TEST(EntryList, FollowsLinksThroughAWholeFolder) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "real/empty");
  fs::create_directories(folder / "tree");
  ASSERT_TRUE(write_file(folder / "real/inner", "text").has_value());
  ASSERT_TRUE(write_file(folder / "tree/script", "#!/bin/sh\n").has_value());
  ASSERT_TRUE(write_file(folder / "tree/library.so",
                         "\x7f"
                         "ELF...")
                  .has_value());
  fs::create_directory_symlink(folder / "real", folder / "tree/linked");
  const auto entries = read_all("file\tt\t" + (folder / "tree").string(), "");
  EXPECT_EQ(entries.at("t/linked").kind, EntryKind::kFolder);
  EXPECT_EQ(entries.at("t/linked/empty").kind, EntryKind::kFolder);
  EXPECT_EQ(entries.at("t/linked/inner").kind, EntryKind::kFile);
  EXPECT_FALSE(entries.at("t/linked/inner").is_executable);
  EXPECT_TRUE(entries.at("t/script").is_executable);
  EXPECT_TRUE(entries.at("t/library.so").is_executable);
}

TEST(EntryList, TakesTheModeFromTheContentNotFromTheDisk) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "data", "text").has_value());
  fs::permissions(folder / "data", fs::perms::all);
  const auto entries = read_all("file\td\t" + (folder / "data").string(), "");
  EXPECT_FALSE(entries.at("d").is_executable);
}

TEST(EntryList, EndsAtALinkThatPointsBackUp) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "tree");
  fs::create_directory_symlink(folder / "tree", folder / "tree/again");
  const auto entries = read_entry_list("file\tt\t" + (folder / "tree").string(), "");
  ASSERT_FALSE(entries.has_value());
}

class MalformedLine : public testing::TestWithParam<std::string> {};

TEST_P(MalformedLine, IsRefused) {
  const auto entries = read_entry_list(GetParam(), "");
  ASSERT_FALSE(entries.has_value());
  EXPECT_EQ(entries.error().type, "EntryList.Malformed");
}

INSTANTIATE_TEST_SUITE_P(EntryList, MalformedLine,
                         testing::Values("file", "file\ta", "file\ta\t", "file\ta\tb\tc",
                                         "pipe\ta\tb", "\t\t", "File\ta\tb"));

// A pipe would wait for a writer if it were opened; nobody ever comes.
TEST(EntryList, RefusesWhatIsNotAFileWithoutOpeningIt) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "tree");
  ASSERT_EQ(0, ::mkfifo((folder / "tree/pipe").c_str(), 0600));
  for (const std::string& line : {"file\ta\t" + (folder / "tree/pipe").string(),
                                  "program\ta\t" + (folder / "tree/pipe").string(),
                                  "file\ta\t" + (folder / "tree").string()}) {
    const auto entries = read_entry_list(line, "");
    ASSERT_FALSE(entries.has_value()) << line;
    EXPECT_EQ(entries.error().type, "EntryList.NotAFile");
    EXPECT_NE(entries.error().message.find("tree/pipe: a named pipe"), std::string::npos)
        << entries.error().message;
  }
  const auto device = read_entry_list("file\ta\t/dev/null", "");
  ASSERT_FALSE(device.has_value());
  EXPECT_NE(device.error().message.find("a device"), std::string::npos) << device.error().message;
  const auto program = read_entry_list("program\ta\t" + folder.path().string(), "");
  ASSERT_FALSE(program.has_value());
  EXPECT_NE(program.error().message.find("a folder"), std::string::npos);
}

TEST(EntryList, NamesALinkThatLeadsNowhere) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "tree");
  fs::create_symlink("gone", folder / "tree/dangling");
  const auto entries = read_entry_list("file\tt\t" + (folder / "tree").string(), "");
  ASSERT_FALSE(entries.has_value());
  EXPECT_EQ(entries.error().type, "EntryList.SourceMissing");
  EXPECT_NE(entries.error().message.find("tree/dangling"), std::string::npos);
}

std::string links(std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) {
    list += "link\t" + std::to_string(i) + "\tx\n";
  }
  return list;
}

// Above what a zip can hold: an image may have them.
TEST(EntryList, TakesAsManyAsItSays) {
  const auto entries = read_entry_list(links(kEntriesMax), "");
  ASSERT_TRUE(entries.has_value()) << entries.error().message;
  EXPECT_EQ(entries->size(), kEntriesMax);
  const auto more = read_entry_list(links(kEntriesMax + 1), "");
  ASSERT_FALSE(more.has_value());
  EXPECT_EQ(more.error().type, "EntryList.TooLarge");
}

TEST(EntryList, GoesAsDeepAsItSays) {
  const TemporaryFolder folder;
  fs::path deepest = folder / "tree";
  for (int depth = 1; depth < kFolderDepthMax; ++depth) {
    deepest /= "d";
  }
  fs::create_directories(deepest);
  ASSERT_TRUE(write_file(deepest / "file", "x").has_value());
  const std::string list = "file\tt\t" + (folder / "tree").string();
  EXPECT_EQ(read_all(list, "").size(), static_cast<std::size_t>(kFolderDepthMax) + 1);
  fs::create_directory(deepest / "more");
  EXPECT_EQ(read_entry_list(list, "").error().type, "EntryList.TooLarge");
}

TEST(EntryList, NamesTheSourceThatIsNotThere) {
  const auto entries = read_entry_list("file\ta\t/no/such/file", "");
  ASSERT_FALSE(entries.has_value());
  EXPECT_EQ(entries.error().type, "EntryList.SourceMissing");
  EXPECT_NE(entries.error().message.find("/no/such/file"), std::string::npos);
}

}  // namespace
}  // namespace lambda::images
