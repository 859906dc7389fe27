// The marks of a crash report, wherever they stand in a log.
#include "images/tools/symbolize/stack_text.h"

#include <gtest/gtest.h>

namespace lambda::images {
namespace {

using Addresses = std::vector<std::uint64_t>;

constexpr const char* kId = "0123456789abcdef0123456789abcdef01234567";

TEST(StackText, FindsEachAddressInOrder) {
  EXPECT_EQ(addresses_in(R"({"stackTrace":["bootstrap+0x1a2b3c","bootstrap+0x10"]})"),
            (Addresses{0x1a2b3c, 0x10}));
  EXPECT_EQ(addresses_in("  bootstrap+0xffffffffffffffff in main"),
            (Addresses{0xffffffffffffffff}));
}

TEST(StackText, PassesOverWhatIsNoAddress) {
  EXPECT_EQ(addresses_in("bootstrap+0x, bootstrap+0xzz, 0x1234, libc.so+0x12, bootstrap"),
            Addresses{});
  EXPECT_EQ(addresses_in("bootstrap+0x11112222333344445"), Addresses{});  // 17 digits.
  EXPECT_EQ(addresses_in(""), Addresses{});
}

TEST(StackText, StopsAtAThousandAddresses) {
  std::string line;
  for (int i = 0; i < 1001; ++i) {
    line += "bootstrap+0x1 ";
  }
  EXPECT_EQ(addresses_in(line).size(), 1000u);
}

TEST(StackText, FindsTheBuildIdAsTextAndAsJson) {
  for (const char* before :
       {"build-id ", "x build-id: ", "{\"build-id\":\"", "\\\"build-id\\\": \\\""}) {
    EXPECT_EQ(build_id_in(before + std::string(kId) + "\"}"), kId) << before;
    EXPECT_EQ(build_id_in(before + std::string(kId)), kId) << before;
  }
}

TEST(StackText, TakesNoOtherDigitsForABuildId) {
  const std::string id = kId;
  EXPECT_EQ(build_id_in("build-id " + id + "0"), "");      // 41 digits.
  EXPECT_EQ(build_id_in("build-id " + id.substr(1)), "");  // 39.
  EXPECT_EQ(build_id_in("build-id of " + id), "");
  EXPECT_EQ(build_id_in(id), "");
  EXPECT_EQ(build_id_in("build-id"), "");
  EXPECT_EQ(build_id_in("build-id is told: build-id " + id), id);
}

}  // namespace
}  // namespace lambda::images
