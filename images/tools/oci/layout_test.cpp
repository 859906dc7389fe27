// A written layout passes the check, holds each blob once, and is the same bytes again.
#include "images/tools/oci/layout.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "images/tools/oci/layout_check.h"
#include "images/tools/oci/sample_image.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

TEST(Layout, OfTwoArchitecturesPassesTheCheck) {
  const TemporaryFolder folder;
  SampleImage one = make_sample_image(folder.path(), "x86_64");
  SampleImage two = make_sample_image(folder.path(), "arm64");
  one.blobs.merge(two.blobs);
  fs::create_directory(folder / "out");
  const auto written = write_layout(folder / "out", {one.parts, two.parts}, one.blobs);
  ASSERT_TRUE(written.has_value()) << written.error().message;
  const auto images = check_layout(folder / "out");
  ASSERT_TRUE(images.has_value()) << images.error().message;
  ASSERT_EQ(images->size(), 2u);
  EXPECT_EQ(images->front().name, "x86_64");
  EXPECT_EQ(images->front().architecture, "amd64");
  EXPECT_EQ(images->front().digest, manifest_descriptor(one.parts).digest);
  EXPECT_EQ(images->back().name, "arm64");
}

TEST(Layout, HoldsASharedBlobOnce) {
  const TemporaryFolder folder;
  const SampleImage one = make_sample_image(folder.path(), "x86_64");
  fs::create_directory(folder / "out");
  ASSERT_TRUE(write_layout(folder / "out", {one.parts, one.parts}, one.blobs).has_value());
  const fs::directory_iterator blobs(folder / "out/blobs/sha256");
  EXPECT_EQ(std::distance(blobs, fs::directory_iterator()), 3);
}

TEST(Layout, NeedsEveryLayer) {
  const TemporaryFolder folder;
  const SampleImage one = make_sample_image(folder.path(), "x86_64");
  fs::create_directory(folder / "out");
  const auto written = write_layout(folder / "out", {one.parts}, {});
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().type, "Image.BlobMissing");
}

}  // namespace
}  // namespace lambda::images
