// Whole files: what is read is what was written, and every refusal says why.
#include "core/files/file_bytes.h"

#include <string>

#include <gtest/gtest.h>

#include "core/files/temporary_folder.h"

namespace lambda {
namespace {

TEST(FileBytes, GivesBackEveryByte) {
  const TemporaryFolder folder;
  const std::string bytes("a\0b\nc\xff", 6);
  ASSERT_TRUE(write_file(folder / "f", bytes).has_value());
  const auto read = read_file(folder / "f", 6);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, bytes);
}

TEST(FileBytes, RefusesMoreThanTheMaximum) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "f", "1234567").has_value());
  const auto read = read_file(folder / "f", 6);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().type, "File.TooLarge");
}

TEST(FileBytes, NamesTheFileThatIsNotThere) {
  const auto read = read_file("/no/such/file", 1);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().type, "File.Unreadable");
  EXPECT_NE(read.error().message.find("/no/such/file"), std::string::npos);
}

TEST(FileBytes, RefusesAFolder) {
  const TemporaryFolder folder;
  EXPECT_FALSE(read_file(folder.path(), 1).has_value());
  EXPECT_EQ(write_file(folder.path(), "x").error().type, "File.Unwritable");
}

}  // namespace
}  // namespace lambda
