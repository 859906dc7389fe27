// A layer unpacks to its tar, both digests are right, and equal entries give equal bytes.
// Source: layer.h; RFC 1952 for the gzip header.
#include "images/tools/archive/layer.h"

#include <fstream>
#include <sstream>
#include <string>

#include <Poco/InflatingStream.h>
#include <Poco/StreamCopier.h>
#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "images/tools/archive/tar_writer.h"

namespace lambda::images {
namespace {

constexpr std::uintmax_t kBytesMax = 1 << 20;

class LayerOfThree : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(write_file(folder_ / "source", std::string(100'000, 'x')).has_value());
    const auto complete = complete_entries(
        {{.path = "var/task/bootstrap", .is_executable = true, .source = folder_ / "source"},
         {.path = "var/runtime/bootstrap",
          .kind = EntryKind::kLink,
          .target = "/var/task/bootstrap"}});
    ASSERT_TRUE(complete.has_value());
    entries_ = *complete;
    const auto names = write_layer(entries_, folder_ / "layer");
    ASSERT_TRUE(names.has_value()) << names.error().message;
    names_ = *names;
    blob_ = *read_file(folder_ / "layer", kBytesMax);
  }

  TemporaryFolder folder_;
  std::vector<Entry> entries_;
  LayerNames names_;
  std::string blob_;
};

TEST_F(LayerOfThree, IsNamedByItsBytes) {
  EXPECT_EQ(names_.blob.digest, sha256_digest(blob_));
  EXPECT_EQ(names_.blob.size, blob_.size());
}

TEST_F(LayerOfThree, UnpacksToTheTarThatTheDiffIdNames) {
  std::istringstream source(blob_);
  Poco::InflatingInputStream inflater(source, Poco::InflatingStreamBuf::STREAM_GZIP);
  std::string tar;
  Poco::StreamCopier::copyToString(inflater, tar);
  EXPECT_EQ(names_.diff_id, sha256_digest(tar));
  std::ostringstream expected;
  ASSERT_TRUE(write_tar(entries_, expected).has_value());
  EXPECT_EQ(tar, expected.str());
  EXPECT_EQ(tar.size() % 512, 0u);
}

TEST_F(LayerOfThree, HasAGzipHeaderWithoutTimeOrName) {
  EXPECT_EQ(blob_.substr(0, 4), std::string("\x1f\x8b\x08\0", 4));
  EXPECT_EQ(blob_.substr(4, 4), std::string(4, '\0'));
}

TEST_F(LayerOfThree, IsTheSameAgain) {
  const auto again = write_layer(entries_, folder_ / "again");
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->blob.digest, names_.blob.digest);
}

// In a layer such a name deletes what lies below it, in whatever folder it stands.
TEST_F(LayerOfThree, RefusesANameThatWouldDelete) {
  for (const char* path : {".wh.passwd", "var/task/.wh..wh..opq"}) {
    entries_.back().path = path;
    const auto names = write_layer(entries_, folder_ / "deleting");
    ASSERT_FALSE(names.has_value()) << path;
    EXPECT_EQ(names.error().type, "Layer.Whiteout");
    EXPECT_NE(names.error().message.find(path), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "deleting"));
  }
  for (const char* path : {"var/task/.wh", "var/task/a.wh.b"}) {
    entries_.back().path = path;
    EXPECT_TRUE(write_layer(entries_, folder_ / "plain").has_value()) << path;
  }
}

TEST_F(LayerOfThree, LeavesNothingWhenAFileIsGone) {
  std::filesystem::remove(folder_ / "source");
  EXPECT_FALSE(write_layer(entries_, folder_ / "half").has_value());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "half"));
}

TEST_F(LayerOfThree, CannotBeWrittenIntoAFolderThatIsNotThere) {
  EXPECT_FALSE(write_layer(entries_, folder_ / "no/such/layer").has_value());
}

}  // namespace
}  // namespace lambda::images
