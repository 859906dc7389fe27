// Ids have their form and do not repeat.
#include "emulator/text/ids.h"

#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

TEST(Ids, HaveTheirForm) {
  const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  const std::regex trace("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
  EXPECT_TRUE(std::regex_match(new_request_id(), uuid));
  EXPECT_TRUE(std::regex_match(new_trace_id(), trace)) << new_trace_id();
  EXPECT_EQ(random_hex(5).size(), 5u);
}

TEST(Ids, DoNotRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_TRUE(seen.insert(new_request_id()).second);
  }
}

}  // namespace
}  // namespace lambda::emulator
