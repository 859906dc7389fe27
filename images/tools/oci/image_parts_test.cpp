// Parts that do not belong together are refused.
#include "images/tools/oci/image_parts.h"

#include <gtest/gtest.h>

#include "core/digest/sha256.h"
#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "images/tools/oci/sample_image.h"

namespace lambda::images {
namespace {

TEST(ImageParts, KnowDockersNameOfTheArchitecture) {
  const TemporaryFolder folder;
  EXPECT_EQ(make_sample_image(folder.path(), "x86_64").parts.architecture, "amd64");
  EXPECT_EQ(make_sample_image(folder.path(), "arm64").parts.architecture, "arm64");
}

TEST(ImageParts, RefuseAConfigOfAnotherImage) {
  const TemporaryFolder folder;
  const SampleImage one = make_sample_image(folder.path(), "x86_64");
  const SampleImage two = make_sample_image(folder.path(), "arm64");
  const auto mixed = join_image("x86_64", one.parts.manifest_text, two.parts.config_text);
  ASSERT_FALSE(mixed.has_value());
  EXPECT_EQ(mixed.error().type, "Image.ConfigMismatch");
}

TEST(BlobFiles, AreFoundByWhatTheyHold) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "one", "1").has_value());
  const auto blobs = find_blobs({folder / "one"});
  ASSERT_TRUE(blobs.has_value());
  EXPECT_EQ(*blob_file(*blobs, {"t", sha256_digest("1"), 1}), folder / "one");
  EXPECT_EQ(blob_file(*blobs, {"t", sha256_digest("2"), 1}).error().type, "Image.BlobMissing");
  EXPECT_EQ(blob_file(*blobs, {"t", sha256_digest("1"), 2}).error().type, "Image.SizeMismatch");
  EXPECT_FALSE(find_blobs({folder / "none"}).has_value());
}

}  // namespace
}  // namespace lambda::images
