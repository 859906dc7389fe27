// The zip's fields, its order, and its bytes unpacked again by Poco's inflater.
// Source: PKWARE APPNOTE 6.3.10, 4.3.7 (local header), 4.3.12 (central), 4.3.16 (end).
#include "images/tools/archive/zip_writer.h"

#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>

#include <Poco/InflatingStream.h>
#include <Poco/StreamCopier.h>
#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kBytesMax = 1 << 20;

std::uint32_t number_at(const std::string& bytes, std::size_t offset, int width) {
  std::uint32_t value = 0;
  for (int i = width - 1; i >= 0; --i) {
    value = (value << 8) | static_cast<unsigned char>(bytes.at(offset + static_cast<size_t>(i)));
  }
  return value;
}

class ZipOfTwo : public testing::Test {
 protected:
  void SetUp() override {
    program_ = std::string(
                   "\x7f"
                   "ELF") +
               std::string(5000, 'p');
    ASSERT_TRUE(write_file(folder_ / "program", program_).has_value());
    ASSERT_TRUE(write_file(folder_ / "text", "short").has_value());
    entries_ = {{.path = "bootstrap", .is_executable = true, .source = folder_ / "program"},
                {.path = "conf", .kind = EntryKind::kFolder},
                {.path = "conf/t", .source = folder_ / "text"}};
    const auto sizes = write_zip(entries_, folder_ / "zip");
    ASSERT_TRUE(sizes.has_value()) << sizes.error().message;
    sizes_ = *sizes;
    zip_ = *read_file(folder_ / "zip", kBytesMax);
    end_ = zip_.size() - 22;
    directory_ = number_at(zip_, end_ + 16, 4);
  }

  TemporaryFolder folder_;
  std::string program_;
  std::vector<Entry> entries_;
  ZipSizes sizes_;
  std::string zip_;
  std::size_t end_ = 0;
  std::size_t directory_ = 0;
};

TEST_F(ZipOfTwo, EndsWithARecordThatFindsTheDirectory) {
  EXPECT_EQ(zip_.substr(end_, 4), "PK\x05\x06");
  EXPECT_EQ(number_at(zip_, end_ + 10, 2), 2u);
  EXPECT_EQ(zip_.substr(directory_, 4), "PK\x01\x02");
  EXPECT_EQ(directory_ + number_at(zip_, end_ + 12, 4), end_);
  EXPECT_EQ(sizes_.packed, zip_.size());
  EXPECT_EQ(sizes_.unpacked, program_.size() + 5);
}

// Each member says the same twice, where it lies and in the directory: 4.4, fields in order.
TEST_F(ZipOfTwo, SaysTheSameInBothHeaders) {
  std::size_t central = directory_;
  for (const std::string path : {"bootstrap", "conf/t"}) {
    const std::size_t local = number_at(zip_, central + 42, 4);
    EXPECT_EQ(zip_.substr(local, 4), "PK\x03\x04") << path;
    EXPECT_EQ(zip_.substr(local + 4, 26), zip_.substr(central + 6, 26)) << path;
    EXPECT_EQ(number_at(zip_, local + 4, 2), 20u) << "version needed";
    EXPECT_EQ(number_at(zip_, local + 6, 2), 0x0800u) << "names are UTF-8";
    EXPECT_EQ(zip_.substr(local + 30, path.size()), path);
    central += 46 + path.size();
  }
  EXPECT_EQ(central, end_);
  EXPECT_EQ(number_at(zip_, end_ + 8, 2), 2u) << "on this disk";
  EXPECT_EQ(number_at(zip_, end_ + 4, 4), 0u) << "disks";
  EXPECT_EQ(number_at(zip_, end_ + 20, 2), 0u) << "comment";
}

TEST_F(ZipOfTwo, SaysUnixModeAndTheFirstDayOf1980) {
  EXPECT_EQ(number_at(zip_, directory_ + 4, 2) >> 8, 3u);
  EXPECT_EQ(number_at(zip_, directory_ + 12, 2), 0u);
  EXPECT_EQ(number_at(zip_, directory_ + 14, 2), 0x0021u);
  EXPECT_EQ(number_at(zip_, directory_ + 30, 2), 0u) << "extra field";
  EXPECT_EQ(number_at(zip_, directory_ + 38, 4) >> 16, 0100755u);
  const std::size_t second = directory_ + 46 + std::string("bootstrap").size();
  EXPECT_EQ(number_at(zip_, second + 38, 4) >> 16, 0100644u);
  EXPECT_EQ(zip_.substr(second + 46, 6), "conf/t");
}

TEST_F(ZipOfTwo, UnpacksToTheSameBytes) {
  ASSERT_EQ(number_at(zip_, 8, 2), 8u);
  const std::uint32_t packed = number_at(zip_, 18, 4);
  const std::size_t body = 30 + number_at(zip_, 26, 2);
  EXPECT_LT(packed, program_.size());
  std::istringstream source(zip_.substr(body, packed));
  Poco::InflatingInputStream inflater(source, -15);
  std::string unpacked;
  Poco::StreamCopier::copyToString(inflater, unpacked);
  EXPECT_EQ(unpacked, program_);
}

TEST_F(ZipOfTwo, StoresWhatDeflateWouldGrow) {
  const std::size_t second = number_at(zip_, 18, 4) + 30 + std::string("bootstrap").size();
  EXPECT_EQ(number_at(zip_, second + 8, 2), 0u);
  EXPECT_EQ(zip_.substr(second + 30 + 6, 5), "short");
  EXPECT_EQ(number_at(zip_, second + 14, 4), 0x8f2890a2u) << "CRC-32 of 'short'";
}

TEST_F(ZipOfTwo, IsTheSameBytesAgain) {
  ASSERT_TRUE(write_zip(entries_, folder_ / "again").has_value());
  EXPECT_EQ(*read_file(folder_ / "again", kBytesMax), zip_);
}

TEST(ZipWriter, RefusesALinkAndLeavesNothing) {
  const TemporaryFolder folder;
  const auto sizes =
      write_zip({{.path = "l", .kind = EntryKind::kLink, .target = "/bin/sh"}}, folder / "zip");
  ASSERT_FALSE(sizes.has_value());
  EXPECT_EQ(sizes.error().type, "Zip.LinkRefused");
  EXPECT_FALSE(fs::exists(folder / "zip"));
}

TEST(ZipWriter, MakesAnEmptyZipOfNothing) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_zip({}, folder / "zip").has_value());
  EXPECT_EQ(*read_file(folder / "zip", kBytesMax), "PK\x05\x06" + std::string(18, '\0'));
}

// Deflated, such bytes would reach further than the whole zip: what is behind its end is cut off.
TEST(ZipWriter, EndsWhereItsEndRecordEnds) {
  const TemporaryFolder folder;
  std::mt19937 random(1);
  std::string bytes(3'000'000, '\0');
  for (char& byte : bytes) {
    byte = static_cast<char>(random());
  }
  ASSERT_TRUE(write_file(folder / "random", bytes).has_value());
  const auto sizes = write_zip({{.path = "r", .source = folder / "random"}}, folder / "zip");
  ASSERT_TRUE(sizes.has_value()) << sizes.error().message;
  const std::string zip = *read_file(folder / "zip", 2 * bytes.size());
  EXPECT_EQ(sizes->packed, zip.size());
  EXPECT_EQ(zip.substr(31, bytes.size()), bytes) << "stored";
  EXPECT_EQ(zip.substr(zip.size() - 22, 4), "PK\x05\x06");
}

TEST(ZipWriter, NamesTheFileThatIsNotThereAndLeavesNothing) {
  const TemporaryFolder folder;
  const auto sizes = write_zip({{.path = "a", .source = folder / "gone"}}, folder / "zip");
  ASSERT_FALSE(sizes.has_value());
  EXPECT_EQ(sizes.error().type, "File.Unreadable");
  EXPECT_NE(sizes.error().message.find("gone"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder / "zip"));
}

TEST(ZipWriter, SaysWhenItCannotWrite) {
  const TemporaryFolder folder;
  EXPECT_EQ(write_zip({}, folder / "no/such/zip").error().type, "File.Unwritable");
}

// Files of a size, which take no room.
Entry sparse_file(const fs::path& source, std::uint64_t size) {
  std::ofstream(source).close();
  fs::resize_file(source, size);
  return {.path = source.filename(), .source = source};
}

TEST(ZipLimits, AreKnownBeforeAnythingIsRead) {
  const TemporaryFolder folder;
  const Entry whole = sparse_file(folder / "whole", kZipFileBytesMax);
  const Entry more = sparse_file(folder / "more", kZipFileBytesMax + 1);
  const Entry rest = sparse_file(folder / "rest", kZipFileBytesMax - 1);
  EXPECT_EQ(measure_members({whole}), kZipFileBytesMax);
  EXPECT_EQ(measure_members({whole, whole, whole, rest}), kZipUnpackedBytesMax);
  for (const auto& entries : {std::vector<Entry>{whole, more}, {whole, whole, whole, whole}}) {
    const auto sizes = write_zip(entries, folder / "zip");
    ASSERT_FALSE(sizes.has_value());
    EXPECT_EQ(sizes.error().type, "Zip.TooLarge");
    EXPECT_NE(sizes.error().message.find("image"), std::string::npos) << sizes.error().message;
    EXPECT_FALSE(fs::exists(folder / "zip")) << "it was begun";
  }
}

TEST(ZipLimits, CountFilesAndNoFolders) {
  const TemporaryFolder folder;
  const Entry empty = sparse_file(folder / "empty", 0);
  std::vector<Entry> entries(kZipMembersMax, empty);
  entries.push_back({.path = "f", .kind = EntryKind::kFolder});
  EXPECT_EQ(measure_members(entries), 0u);
  entries.push_back(empty);
  EXPECT_EQ(measure_members(entries).error().type, "Zip.TooLarge");
}

TEST(ZipWriter, HoldsNoFileInMemory) {
  constexpr long kSize = 200L << 20;
  constexpr long kKibibytesMax = 50L << 10;
  const TemporaryFolder folder;
  const Entry large = sparse_file(folder / "large", kSize);
  const auto peak = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  const long before = peak();
  const auto sizes = write_zip({large}, folder / "zip");
  ASSERT_TRUE(sizes.has_value()) << sizes.error().message;
  EXPECT_EQ(sizes->unpacked, static_cast<std::uint64_t>(kSize));
  EXPECT_LT(peak() - before, kKibibytesMax);
}

}  // namespace
}  // namespace lambda::images
