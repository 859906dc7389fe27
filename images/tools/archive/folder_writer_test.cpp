// Files, folders and links stand where the entries say, with their modes.
#include "images/tools/archive/folder_writer.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

TEST(FolderWriter, LaysOutFilesFoldersAndLinks) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "out");
  ASSERT_TRUE(write_file(folder / "source", "bytes").has_value());
  const auto written =
      write_folder({{.path = "bootstrap", .is_executable = true, .source = folder / "source"},
                    {.path = "conf", .kind = EntryKind::kFolder},
                    {.path = "conf/a", .source = folder / "source"},
                    {.path = "shared", .kind = EntryKind::kFolder, .is_shared = true},
                    {.path = "l", .kind = EntryKind::kLink, .target = "bootstrap"}},
                   folder / "out");
  ASSERT_TRUE(written.has_value()) << written.error().message;
  EXPECT_EQ(*read_file(folder / "out/conf/a", 5), "bytes");
  EXPECT_EQ(fs::status(folder / "out/bootstrap").permissions(), fs::perms{0755});
  EXPECT_EQ(fs::status(folder / "out/conf/a").permissions(), fs::perms{0644});
  EXPECT_EQ(fs::status(folder / "out/shared").permissions(), fs::perms{01777});
  EXPECT_EQ(fs::read_symlink(folder / "out/l"), "bootstrap");
}

TEST(FolderWriter, NamesTheFileItCannotCopy) {
  const TemporaryFolder folder;
  const auto written = write_folder({{.path = "a", .source = folder / "nothing"}}, folder.path());
  ASSERT_FALSE(written.has_value());
  EXPECT_NE(written.error().message.find("nothing"), std::string::npos);
}

}  // namespace
}  // namespace lambda::images
