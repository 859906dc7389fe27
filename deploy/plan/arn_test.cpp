// Each part is found by its place, and none in what is malformed.
#include "deploy/plan/arn.h"

#include <gtest/gtest.h>

namespace lambda::deploy {
namespace {

constexpr const char* kFunction = "arn:aws-cn:lambda:cn-north-1:123456789012:function:hello:3";

TEST(ArnPart, IsFoundByItsPlace) {
  EXPECT_EQ(arn_part(kFunction, ArnPart::kPartition), "aws-cn");
  EXPECT_EQ(arn_part(kFunction, ArnPart::kService), "lambda");
  EXPECT_EQ(arn_part(kFunction, ArnPart::kRegion), "cn-north-1");
  EXPECT_EQ(arn_part(kFunction, ArnPart::kAccount), "123456789012");
  EXPECT_EQ(arn_part("arn:aws:iam::123456789012:role/r", ArnPart::kRegion), "");
  EXPECT_EQ(arn_part("arn:aws:iam::123456789012:role/r", ArnPart::kAccount), "123456789012");
}

TEST(ArnPart, IsEmptyInWhatIsMalformed) {
  for (const char* malformed : {"", "arn", "arn:", "arn:aws", "arn:aws:lambda:r:123456789012",
                                "urn:aws:lambda:r:123456789012:f"}) {
    EXPECT_EQ(arn_part(malformed, ArnPart::kAccount), "") << malformed;
  }
}

}  // namespace
}  // namespace lambda::deploy
