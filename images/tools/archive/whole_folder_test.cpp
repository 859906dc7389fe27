// Whatever Bazel would leave out of a folder is named, with the reason.
#include "images/tools/archive/whole_folder.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "images/tools/archive/entry_list.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

class WholeFolder : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(place("conf/deep/empty"));
    ASSERT_TRUE(write_file(place("conf/a"), "x").has_value());
    ASSERT_TRUE(write_file(place("conf/deep/b"), "x").has_value());
    fs::create_symlink("a", place("conf/linked"));
    fs::create_directory_symlink("deep", place("conf/again"));
  }

  fs::path place(const std::string& path) const { return folder_.path() / path; }

  std::string list() const {
    std::string lines = "folder\t" + place("conf").string() + "\n";
    for (const char* file : {"a", "deep/b", "linked", "again/b"}) {
      lines += "file\t" + place("conf").string() + "/" + file + "\n";
    }
    return lines;
  }

  std::string complaint() const {
    const auto checked = check_whole_folders(list());
    if (checked) {
      return "whole";
    }
    EXPECT_EQ(checked.error().type, "Folder.NotWhole");
    return checked.error().message;
  }

  TemporaryFolder folder_;
};

TEST_F(WholeFolder, IsWholeWhenEveryFileIsListed) { EXPECT_EQ("whole", complaint()); }

TEST_F(WholeFolder, NamesAPipe) {
  ASSERT_EQ(0, ::mkfifo(place("conf/deep/pipe").c_str(), 0600));
  EXPECT_TRUE(complaint().contains("conf/deep/pipe: a named pipe")) << complaint();
}

TEST_F(WholeFolder, NamesALinkThatLeadsNowhere) {
  fs::create_symlink("gone", place("conf/dangling"));
  EXPECT_TRUE(complaint().contains("conf/dangling: a link that leads nowhere")) << complaint();
}

TEST_F(WholeFolder, ShowsANameThatIsNotUtf8) {
  ASSERT_TRUE(write_file(place("conf/gr\xfcn"), "x").has_value());
  EXPECT_TRUE(complaint().contains("conf/: 'gr\\xfcn' is not UTF-8")) << complaint();
}

TEST_F(WholeFolder, NamesAFileThatIsNotListed) {
  fs::create_directory(place("conf/package"));
  ASSERT_TRUE(write_file(place("conf/package/BUILD"), "").has_value());
  EXPECT_TRUE(complaint().contains("conf/package/BUILD: Bazel does not list it")) << complaint();
}

TEST_F(WholeFolder, CountsWhatItDoesNotName) {
  for (int i = 0; i < 12; ++i) {
    ASSERT_TRUE(write_file(place("conf/more" + std::to_string(i)), "x").has_value());
  }
  EXPECT_TRUE(complaint().contains("and 2 more")) << complaint();
}

// The system follows 40 links in one path, and then says that there is nothing.
TEST_F(WholeFolder, EndsAtALinkThatPointsBackUp) {
  fs::create_directory(place("conf/turn"));
  fs::create_directory_symlink(".", place("conf/turn/loop"));
  EXPECT_TRUE(complaint().contains("conf/turn/loop/loop/")) << complaint();
}

TEST_F(WholeFolder, EndsWhereFoldersAreTooDeep) {
  fs::path deepest = place("conf");
  for (int depth = 0; depth < kFolderDepthMax; ++depth) {
    deepest /= "d";
  }
  fs::create_directories(deepest.parent_path());
  EXPECT_EQ("whole", complaint());
  fs::create_directory(deepest);
  EXPECT_TRUE(complaint().contains("d/d: too deep")) << complaint();
}

TEST_F(WholeFolder, IsNotWholeWhenItIsNotThere) {
  const auto checked = check_whole_folders("folder\t" + place("gone").string());
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().type, "Folder.Unreadable");
  EXPECT_EQ(check_whole_folders("tree\ta").error().type, "EntryList.Malformed");
}

}  // namespace
}  // namespace lambda::images
