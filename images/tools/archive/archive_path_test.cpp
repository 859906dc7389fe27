// Every path that could escape an archive is refused. Source: archive_path.h.
#include "images/tools/archive/archive_path.h"

#include <string>

#include "gtest/gtest.h"

namespace lambda::images {
namespace {

class GoodPath : public testing::TestWithParam<std::string> {};

TEST_P(GoodPath, MayStandInAnArchive) { EXPECT_TRUE(check_archive_path(GetParam()).has_value()); }

INSTANTIATE_TEST_SUITE_P(ArchivePath, GoodPath,
                         testing::Values("a", "var/task/bootstrap", "...", "a/..b/c..", "..a",
                                         "a b", "größe.txt", std::string(255, 'n')));

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

INSTANTIATE_TEST_SUITE_P(ArchivePath, BadPath,
                         testing::Values(BadCase{"", "empty path"},
                                         BadCase{"/etc/passwd", "absolute"}, BadCase{"..", "'..'"},
                                         BadCase{"a/../../b", "'..'"}, BadCase{"a/..", "'..'"},
                                         BadCase{"./a", "'.'"}, BadCase{"a//b", "empty part"},
                                         BadCase{"a/", "empty part"},
                                         BadCase{"a\nb", "control character"},
                                         BadCase{"a\tb", "control character"},
                                         BadCase{std::string("a\0b", 3), "control character"},
                                         BadCase{std::string(256, 'n'), "255"},
                                         BadCase{std::string(1025, 'n'), "1024"}));

}  // namespace
}  // namespace lambda::images
