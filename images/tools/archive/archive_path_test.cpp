// Every path that could escape an archive is refused.
#include "images/tools/archive/archive_path.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::images {
namespace {

// As long as a path may be, in parts that file systems take.
std::string longest_path() {
  std::string path =
      std::string(255, 'n') + "/" + std::string(255, 'n') + "/" + std::string(255, 'n') + "/";
  path += std::string(100, 'n') + "/";
  return path + std::string(kArchivePathBytesMax - path.size(), 'n');
}

class GoodPath : public testing::TestWithParam<std::string> {};

TEST_P(GoodPath, MayStandInAnArchive) { EXPECT_TRUE(check_archive_path(GetParam()).has_value()); }

INSTANTIATE_TEST_SUITE_P(ArchivePath, GoodPath,
                         testing::Values("a", "var/task/bootstrap", "...", "a/..b/c..", "..a",
                                         "a b", "größe.txt", ".wh", "a.wh.b", "\xf4\x8f\xbf\xbf",
                                         std::string(255, 'n'), longest_path()));

struct BadCase {
  std::string path;
  std::string why;
};

class BadPath : public testing::TestWithParam<BadCase> {};

TEST_P(BadPath, IsRefusedAndSaysWhy) {
  const auto checked = check_archive_path(GetParam().path);
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().type, "Archive.BadPath");
  EXPECT_NE(checked.error().message.find(GetParam().why), std::string::npos)
      << checked.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    ArchivePath, BadPath,
    testing::Values(
        BadCase{"", "empty path"}, BadCase{"/etc/passwd", "absolute"}, BadCase{"..", "'..'"},
        BadCase{"a/../../b", "'..'"}, BadCase{"a/..", "'..'"}, BadCase{"./a", "'.'"},
        BadCase{"a//b", "empty part"}, BadCase{"a/", "empty part"},
        BadCase{"a\nb", "control character"}, BadCase{"a\x7f", "control character"},
        BadCase{"a/\xff.txt", "\\xff.txt' is not UTF-8"}, BadCase{"\xc0\xaf", "not UTF-8"},
        BadCase{"\xed\xa0\x80", "not UTF-8"},
        BadCase{"gr\xf6\xdf"
                "e",
                "gr\\xf6\\xdfe"},
        BadCase{"a\tb", "control character"}, BadCase{std::string("a\0b", 3), "control character"},
        BadCase{std::string(256, 'n'), "255"}, BadCase{std::string(1025, 'n'), "1024"}));

}  // namespace
}  // namespace lambda::images
