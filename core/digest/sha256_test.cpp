// Digests agree with published ones and with each other. Source: FIPS 180-4's examples.
#include "core/digest/sha256.h"

#include <sys/stat.h>

#include <ostream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda {
namespace {

constexpr std::string_view kOfAbc =
    "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view kOfNothing =
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Sha256, AgreesWithThePublishedExamples) {
  EXPECT_EQ(sha256_digest("abc"), kOfAbc);
  EXPECT_EQ(sha256_digest(""), kOfNothing);
}

TEST(Sha256, KnowsItsOwnForm) {
  EXPECT_TRUE(is_sha256_digest(kOfAbc));
  EXPECT_EQ(digest_hex(kOfAbc), kOfAbc.substr(7));
  EXPECT_FALSE(is_sha256_digest(kOfAbc.substr(7)));
  EXPECT_FALSE(is_sha256_digest(kOfAbc.substr(0, 70)));
  EXPECT_FALSE(is_sha256_digest(std::string(kOfAbc) + "0"));
  EXPECT_FALSE(is_sha256_digest("sha256:" + std::string(64, 'A')));
  EXPECT_FALSE(is_sha256_digest("sha256:" + std::string(63, '0') + "/"));
}

TEST(MeasuringBuffer, PassesOnWhatItMeasures) {
  std::ostringstream sink;
  MeasuringBuffer buffer(sink.rdbuf());
  std::ostream stream(&buffer);
  stream << 'a' << "bc";
  stream.flush();
  const Measured measured = buffer.finish();
  EXPECT_EQ(sink.str(), "abc");
  EXPECT_EQ(measured.digest, kOfAbc);
  EXPECT_EQ(measured.size, 3u);
}

TEST(MeasureFile, CoversAFileLargerThanOnePiece) {
  const TemporaryFolder folder;
  const std::string bytes(200'000, 'x');
  ASSERT_TRUE(write_file(folder / "f", bytes).has_value());
  const auto measured = measure_file(folder / "f");
  ASSERT_TRUE(measured.has_value());
  EXPECT_EQ(measured->digest, sha256_digest(bytes));
  EXPECT_EQ(measured->size, 200'000u);
}

TEST(MeasureFile, NamesTheFileThatIsNotThere) {
  const auto measured = measure_file("/no/such/file");
  ASSERT_FALSE(measured.has_value());
  EXPECT_EQ(measured.error().type, "File.Unreadable");
}

TEST(MeasureFile, RefusesAPipeWithoutOpeningIt) {
  const TemporaryFolder folder;
  ASSERT_EQ(0, ::mkfifo((folder / "pipe").c_str(), 0600));
  EXPECT_EQ(measure_file(folder / "pipe").error().type, "File.Unreadable");
}

}  // namespace
}  // namespace lambda
