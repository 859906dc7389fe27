// A descriptor survives writing and reading; a wrong one is refused by name.
#include "images/tools/oci/descriptor.h"

#include <string>

#include <gtest/gtest.h>

#include "core/digest/sha256.h"
#include "core/json/json_object.h"

namespace lambda::images {
namespace {

TEST(Descriptor, SurvivesWritingAndReading) {
  const Descriptor written{std::string(kLayerType), sha256_digest("x"), 5'000'000'000};
  const auto read = parse_descriptor(*descriptor_json(written), "layer");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->media_type, written.media_type);
  EXPECT_EQ(read->digest, written.digest);
  EXPECT_EQ(read->size, written.size);
}

class WrongDescriptor : public testing::TestWithParam<std::string> {};

TEST_P(WrongDescriptor, IsRefusedByName) {
  const auto object = parse_json_object(GetParam(), "text");
  ASSERT_TRUE(object.has_value()) << object.error().message;
  const auto read = parse_descriptor(**object, "layer 3");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().type, "Descriptor.Malformed");
  EXPECT_NE(read.error().message.find("layer 3"), std::string::npos);
}

const std::string kGood = R"("digest":")" + sha256_digest("x") + "\"";

INSTANTIATE_TEST_SUITE_P(
    Descriptor, WrongDescriptor,
    testing::Values("{}", "{" + kGood + R"(,"size":1})", R"({"mediaType":"m","size":1})",
                    R"({"mediaType":"m",)" + kGood + "}",
                    R"({"mediaType":"m",)" + kGood + R"(,"size":-1})",
                    R"({"mediaType":"m",)" + kGood + R"(,"size":"1"})",
                    R"({"mediaType":"","size":1,)" + kGood + "}",
                    R"({"mediaType":"m","size":1,"digest":"sha512:00"})",
                    R"({"mediaType":"m","size":1,"digest":"../../etc/passwd"})"));

}  // namespace
}  // namespace lambda::images
