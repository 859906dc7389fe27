// A note survives writing and reading, and a wrong one is refused.
#include "images/tools/oci/layer_note.h"

#include <string>

#include <gtest/gtest.h>

#include "core/digest/sha256.h"

namespace lambda::images {
namespace {

TEST(LayerNote, SurvivesWritingAndReading) {
  const LayerNote note{{std::string(kLayerType), sha256_digest("l"), 3}, sha256_digest("t"), "me"};
  const auto read = parse_layer_note(layer_note_json(note), "note");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->descriptor.digest, note.descriptor.digest);
  EXPECT_EQ(read->diff_id, note.diff_id);
  EXPECT_EQ(read->created_by, "me");
}

TEST(LayerNote, NeedsADiffId) {
  LayerNote note{{std::string(kLayerType), sha256_digest("l"), 3}, "none", "me"};
  const auto read = parse_layer_note(layer_note_json(note), "note");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().type, "Descriptor.Malformed");
  EXPECT_FALSE(parse_layer_note("[]", "note").has_value());
  EXPECT_FALSE(parse_layer_note("{}", "note").has_value());
}

}  // namespace
}  // namespace lambda::images
