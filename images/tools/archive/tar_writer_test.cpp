// The archive's members follow each other in whole blocks, and GNU-free readers can walk them.
// Source: POSIX.1-2017, pax, "ustar Interchange Format".
#include "images/tools/archive/tar_writer.h"

#include <sys/stat.h>

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "images/tools/archive/tar_header.h"

namespace lambda::images {
namespace {

struct Found {
  std::string path;
  char type;
  std::string mode;
  std::string bytes;
};

// Walks an archive of short names, as a reader would.
std::vector<Found> walk(const std::string& tar) {
  std::vector<Found> members;
  for (std::size_t at = 0; at < tar.size() && tar[at] != '\0';) {
    const std::size_t size = std::stoul(tar.substr(at + 124, 11), nullptr, 8);
    members.push_back({std::string(tar.c_str() + at), tar[at + 156], tar.substr(at + 100, 7),
                       tar.substr(at + kTarBlockBytes, size)});
    at += kTarBlockBytes + (size + kTarBlockBytes - 1) / kTarBlockBytes * kTarBlockBytes;
  }
  return members;
}

TEST(TarWriter, WritesFoldersFilesAndLinksInOrder) {
  const TemporaryFolder folder;
  const std::string exactly_one_block(512, 'b');
  ASSERT_TRUE(write_file(folder / "p", exactly_one_block).has_value());
  std::ostringstream stream;
  const auto written = write_tar({{.path = "var", .kind = EntryKind::kFolder},
                                  {.path = "var/p", .is_executable = true, .source = folder / "p"},
                                  {.path = "var/q", .kind = EntryKind::kLink, .target = "/var/p"}},
                                 stream);
  ASSERT_TRUE(written.has_value());
  const std::vector<Found> members = walk(stream.str());
  ASSERT_EQ(members.size(), 3u);
  EXPECT_EQ(members[0].path, "var/");
  EXPECT_EQ(members[0].type, '5');
  EXPECT_EQ(members[0].mode, "0000755");
  EXPECT_EQ(members[1].bytes, exactly_one_block);
  EXPECT_EQ(members[1].mode, "0000755");
  EXPECT_EQ(members[2].path, "var/q");
  EXPECT_EQ(members[2].type, '2');
  EXPECT_EQ(members[2].mode, "0000777");
  EXPECT_EQ(members[2].bytes, "");
  EXPECT_EQ(std::string(stream.str().c_str() + 3 * kTarBlockBytes + 157), "/var/p");
  EXPECT_EQ(stream.str().size(), 6 * kTarBlockBytes);
}

TEST(TarWriter, GivesASharedFolderTheModeOfTmp) {
  std::ostringstream stream;
  ASSERT_TRUE(write_tar({{.path = "tmp", .kind = EntryKind::kFolder, .is_shared = true},
                         {.path = "var", .kind = EntryKind::kFolder}},
                        stream)
                  .has_value());
  const std::vector<Found> members = walk(stream.str());
  ASSERT_EQ(members.size(), 2u);
  EXPECT_EQ(members[0].mode, "0001777");
  EXPECT_EQ(members[1].mode, "0000755");
}

TEST(TarWriter, TakesBytesFromMemory) {
  std::ostringstream stream;
  TarWriter writer(stream);
  writer.add_bytes("a", "");
  writer.add_bytes("b", "text");
  ASSERT_TRUE(writer.finish().has_value());
  const std::vector<Found> members = walk(stream.str());
  ASSERT_EQ(members.size(), 2u);
  EXPECT_EQ(members[0].bytes, "");
  EXPECT_EQ(members[1].bytes, "text");
  EXPECT_EQ(members[1].mode, "0000644");
}

TEST(TarWriter, SaysWhenTheStreamFailed) {
  std::ostringstream stream;
  stream.setstate(std::ios::badbit);
  const auto written = write_tar({}, stream);
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().type, "File.Unwritable");
}

TEST(TarWriter, NamesTheFileThatIsNotThere) {
  std::ostringstream stream;
  const auto written = write_tar({{.path = "a", .source = "/no/such/file"}}, stream);
  ASSERT_FALSE(written.has_value());
  EXPECT_NE(written.error().message.find("/no/such/file"), std::string::npos);
}

TEST(TarWriter, RefusesAPipeWithoutOpeningIt) {
  const TemporaryFolder folder;
  ASSERT_EQ(0, ::mkfifo((folder / "pipe").c_str(), 0600));
  std::ostringstream stream;
  const auto written = write_tar({{.path = "a", .source = folder / "pipe"}}, stream);
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().type, "File.Unreadable");
}

}  // namespace
}  // namespace lambda::images
