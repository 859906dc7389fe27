// A header's fields stand where POSIX puts them. Source: POSIX.1-2017, pax, ustar table.
#include "images/tools/archive/tar_header.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::images {
namespace {

std::string text_at(const std::string& block, std::size_t offset) {
  return std::string(block.c_str() + offset);
}

TEST(TarHeader, PutsEachFieldInItsPlace) {
  const std::string block =
      tar_header({.path = "var/task/bootstrap", .type = '0', .mode = 0755, .size = 1234});
  ASSERT_EQ(block.size(), kTarBlockBytes);
  EXPECT_EQ(text_at(block, 0), "var/task/bootstrap");
  EXPECT_EQ(text_at(block, 100), "0000755");
  EXPECT_EQ(text_at(block, 108), "0000000");
  EXPECT_EQ(text_at(block, 116), "0000000");
  EXPECT_EQ(text_at(block, 124), "00000002322");
  EXPECT_EQ(text_at(block, 136), "00000000000");
  EXPECT_EQ(block[156], '0');
  EXPECT_EQ(block.substr(257, 8), std::string("ustar\0"
                                              "00",
                                              8));
}

TEST(TarHeader, SumsItsOwnBytes) {
  std::string block = tar_header({.path = "a", .mode = 0644});
  const unsigned long said = std::stoul(block.substr(148, 6), nullptr, 8);
  block.replace(148, 8, "        ");
  unsigned long sum = 0;
  for (const unsigned char byte : block) {
    sum += byte;
  }
  EXPECT_EQ(said, sum);
}

TEST(TarHeader, PartsALongPathAtASlash) {
  const std::string path = std::string(120, 'd') + "/" + std::string(90, 'f');
  const std::string block = tar_header({.path = path, .mode = 0644});
  ASSERT_EQ(block.size(), kTarBlockBytes);
  EXPECT_EQ(text_at(block, 0), std::string(90, 'f'));
  EXPECT_EQ(text_at(block, 345), std::string(120, 'd'));
}

TEST(TarHeader, FillsBothFieldsToTheLastByte) {
  const std::string path = std::string(155, 'd') + "/" + std::string(100, 'f');
  const std::string block = tar_header({.path = path, .mode = 0644});
  ASSERT_EQ(block.size(), kTarBlockBytes);
  EXPECT_EQ(block.substr(0, 100), std::string(100, 'f'));
  EXPECT_EQ(block.substr(345, 155), std::string(155, 'd'));
}

TEST(TarHeader, WritesAPaxRecordWhereNoSlashHelps) {
  const std::string path(200, 'n');
  const std::string blocks = tar_header({.path = path, .mode = 0644});
  ASSERT_EQ(blocks.size(), 3 * kTarBlockBytes);
  EXPECT_EQ(blocks[156], 'x');
  EXPECT_EQ(text_at(blocks, kTarBlockBytes), "210 path=" + path + "\n");
  EXPECT_EQ(blocks[2 * kTarBlockBytes + 156], '0');
}

TEST(TarHeader, WritesAPaxRecordForALongLink) {
  const std::string target(101, 't');
  const std::string blocks = tar_header({.path = "l", .type = '2', .mode = 0777, .target = target});
  ASSERT_EQ(blocks.size(), 3 * kTarBlockBytes);
  EXPECT_EQ(text_at(blocks, kTarBlockBytes), "115 linkpath=" + target + "\n");
}

TEST(TarHeader, CountsTheLengthOfItsLength) {
  // 986 + 12 other bytes need three digits for 998 and 999, but 1001 with the fourth.
  const std::string blocks =
      tar_header({.path = "l", .type = '2', .target = std::string(986, 't')});
  EXPECT_EQ(text_at(blocks, kTarBlockBytes).substr(0, 5), "1001 ");
  EXPECT_EQ(text_at(blocks, kTarBlockBytes).size(), 1001u);
}

TEST(TarHeader, WritesAPaxRecordForASizeBeyondOctal) {
  const std::string blocks = tar_header({.path = "f", .mode = 0644, .size = 8'589'934'592});
  EXPECT_EQ(text_at(blocks, kTarBlockBytes), "19 size=8589934592\n");
}

}  // namespace
}  // namespace lambda::images
