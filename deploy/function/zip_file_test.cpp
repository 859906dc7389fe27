// A zip is measured as `openssl dgst -sha256 -binary | base64` does.
#include "deploy/function/zip_file.h"

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::deploy {
namespace {

TEST(ZipFile, IsMeasuredAsLambdaDoes) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "f.zip", "abc").has_value());
  const auto zip = measure_zip(folder / "f.zip");
  ASSERT_TRUE(zip.has_value()) << zip.error().message;
  EXPECT_EQ(zip->bytes, 3u);
  EXPECT_EQ(zip->digest, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(zip->sha256, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST(ZipFile, MustBeThere) {
  const TemporaryFolder folder;
  EXPECT_FALSE(measure_zip(folder / "gone.zip").has_value());
}

}  // namespace
}  // namespace lambda::deploy
