// The archive says both in docker's and in OCI's words what the image is.
#include "images/tools/oci/docker_archive.h"

#include <map>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "core/digest/sha256.h"
#include "core/files/temporary_folder.h"
#include "images/tools/oci/index.h"
#include "images/tools/oci/sample_image.h"

namespace lambda::images {
namespace {

std::map<std::string, std::string> unpack(const std::string& tar) {
  std::map<std::string, std::string> files;
  for (std::size_t at = 0; at < tar.size() && tar[at] != '\0';) {
    const std::size_t size = std::stoul(tar.substr(at + 124, 11), nullptr, 8);
    files[std::string(tar.c_str() + at)] = tar.substr(at + 512, size);
    at += 512 + (size + 511) / 512 * 512;
  }
  return files;
}

class ArchiveOfOne : public testing::Test {
 protected:
  void SetUp() override {
    sample_ = make_sample_image(folder_.path(), "x86_64");
    std::ostringstream stream;
    const auto written = write_docker_archive(sample_.parts, {"hello:x86_64", "hello:latest"},
                                              sample_.blobs, stream);
    ASSERT_TRUE(written.has_value()) << written.error().message;
    files_ = unpack(stream.str());
  }

  TemporaryFolder folder_;
  SampleImage sample_;
  std::map<std::string, std::string> files_;
};

TEST_F(ArchiveOfOne, HasDockersManifest) {
  const std::string config = std::string(digest_hex(sample_.parts.manifest.config.digest));
  const std::string layer = std::string(digest_hex(sample_.parts.manifest.layers[0].digest));
  EXPECT_EQ(files_.at("manifest.json"), R"([{"Config":"blobs/sha256/)" + config +
                                            R"(","Layers":["blobs/sha256/)" + layer +
                                            R"("],"RepoTags":["hello:x86_64","hello:latest"]}])");
}

TEST_F(ArchiveOfOne, HasEveryBlobUnderItsDigest) {
  int blobs = 0;
  for (const auto& [path, bytes] : files_) {
    if (!path.starts_with("blobs/sha256/") || path.ends_with('/')) {
      continue;
    }
    ++blobs;
    EXPECT_EQ(path, "blobs/sha256/" + std::string(digest_hex(sha256_digest(bytes))));
  }
  EXPECT_EQ(blobs, 3);
}

TEST_F(ArchiveOfOne, HasAnIndexThatNamesTheSameImageTwice) {
  const auto entries = parse_index(files_.at("index.json"), "index");
  ASSERT_TRUE(entries.has_value()) << entries.error().message;
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_EQ(entries->front().manifest.digest, entries->back().manifest.digest);
  EXPECT_EQ(entries->front().annotations.at("io.containerd.image.name"),
            "docker.io/library/hello:x86_64");
  EXPECT_EQ(entries->back().annotations.at(std::string(kRefName)), "latest");
}

// Two layers of the same bytes are one blob, named twice.
TEST(DockerArchive, HoldsALayerOnceThatIsStackedTwice) {
  const TemporaryFolder folder;
  SampleImage sample = make_sample_image(folder.path(), "arm64");
  sample.parts.manifest.layers.push_back(sample.parts.manifest.layers.front());
  std::ostringstream stream;
  ASSERT_TRUE(write_docker_archive(sample.parts, {"a:b"}, sample.blobs, stream).has_value());
  const std::string tar = stream.str();
  const std::string member =
      "blobs/sha256/" + std::string(digest_hex(sample.parts.manifest.layers.front().digest)) + '\0';
  std::size_t members = 0;
  for (std::size_t at = tar.find(member); at != tar.npos; at = tar.find(member, at + 1)) {
    ++members;
  }
  EXPECT_EQ(members, 1u);
  const std::string list = unpack(tar).at("manifest.json");
  EXPECT_NE(list.find(R"("Layers":["blobs/)"), std::string::npos);
  EXPECT_NE(list.find(R"(","blobs/)"), std::string::npos) << list;
}

TEST(DockerArchive, RefusesWhatIsNoTag) {
  const TemporaryFolder folder;
  const SampleImage sample = make_sample_image(folder.path(), "arm64");
  for (const char* bad : {"hello", ":latest", "hello:", "he llo:x", "h\"llo:x"}) {
    std::ostringstream stream;
    const auto written = write_docker_archive(sample.parts, {bad}, sample.blobs, stream);
    ASSERT_FALSE(written.has_value()) << bad;
    EXPECT_EQ(written.error().type, "Archive.BadTag");
  }
}

TEST(DockerArchive, NeedsEveryLayer) {
  const TemporaryFolder folder;
  const SampleImage sample = make_sample_image(folder.path(), "arm64");
  std::ostringstream stream;
  EXPECT_EQ(write_docker_archive(sample.parts, {}, {}, stream).error().type, "Image.BlobMissing");
}

}  // namespace
}  // namespace lambda::images
