// Each form of a rule, what it covers, and what it only seems to.
#include "deploy/registry/transport/no_proxy.h"

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

struct Row {
  std::string rules;
  std::string host;  // host[:port]
};

Origin origin_of(const std::string& host) {
  const auto origin = parse_authority(host, true);
  EXPECT_TRUE(origin) << host;
  return origin.value_or(Origin{});
}

class Covered : public testing::TestWithParam<Row> {};

TEST_P(Covered, IsReachedWithoutAProxy) {
  EXPECT_TRUE(NoProxy(GetParam().rules).covers(origin_of(GetParam().host)))
      << GetParam().rules << " for " << GetParam().host;
}

INSTANTIATE_TEST_SUITE_P(
    NoProxy, Covered,
    testing::Values(Row{"*", "r.example"}, Row{"*", "10.0.0.1"}, Row{"r.example", "r.example"},
                    Row{"r.example", "a.b.r.example:5000"}, Row{"R.Example", "r.EXAMPLE"},
                    Row{"r.example.", "r.example"}, Row{"r.example", "r.example."},
                    Row{".r.example", "a.r.example"}, Row{"*.r.example", "a.r.example"},
                    Row{"r.example:5000", "r.example:5000"}, Row{"r.example:443", "r.example"},
                    Row{"other, r.example", "r.example"}, Row{"other r.example", "r.example"},
                    Row{" ,,r.example,", "r.example"}, Row{"localhost", "localhost:5000"},
                    Row{"10.0.0.1", "10.0.0.1"}, Row{"10.0.0.1:5000", "10.0.0.1:5000"},
                    Row{"10.0.0.0/8", "10.255.1.2"}, Row{"10.16.0.0/12", "10.31.255.255"},
                    Row{"10.0.0.1/32", "10.0.0.1"}, Row{"0.0.0.0/0", "192.168.0.1"},
                    Row{"fd00::/8", "[fdff::1]"}, Row{"FD00::1", "[fd00::1]"},
                    Row{"fd00:0:0::1", "[fd00::1]:5000"}, Row{"[fd00::1]", "[fd00::1]"},
                    Row{"[fd00::1]:5000", "[fd00::1]:5000"}, Row{"fd00::1/128", "[fd00::1]"},
                    Row{"::/0", "[fd00::1]"}, Row{"10.0.0.1", "[::ffff:10.0.0.1]"},
                    Row{"r.example:65535", "r.example:65535"}));

class NotCovered : public testing::TestWithParam<Row> {};

TEST_P(NotCovered, IsReachedThroughTheProxy) {
  EXPECT_FALSE(NoProxy(GetParam().rules).covers(origin_of(GetParam().host)))
      << GetParam().rules << " for " << GetParam().host;
}

INSTANTIATE_TEST_SUITE_P(
    NoProxy, NotCovered,
    testing::Values(Row{"", "r.example"}, Row{" , ", "r.example"}, Row{"r.example", "er.example"},
                    Row{"r.example", "r.example.evil"}, Row{"example", "r.example2"},
                    Row{".r.example", "r.example"}, Row{"*.r.example", "r.example"},
                    Row{"r.example:5000", "r.example"}, Row{"r.example:5000", "a.r.example:5001"},
                    Row{"10.0.0.0/8", "11.0.0.1"}, Row{"10.16.0.0/12", "10.32.0.0"},
                    Row{"10.0.0.1", "10.0.0.10"}, Row{"0.0.1", "10.0.0.1"}, Row{".1", "10.0.0.1"},
                    Row{"fd00::/8", "[fe00::1]"}, Row{"0.0.0.0/0", "[fd00::1]"},
                    Row{"10.0.0.0/8", "r.example"}, Row{"[fd00::1]:5000", "[fd00::1]"},
                    // A malformed rule covers nothing.
                    Row{"10.0.0.0/33", "10.0.0.1"}, Row{"fd00::/129", "[fd00::1]"},
                    Row{"10.0.0.0/", "10.0.0.1"}, Row{"10.0.0.0/x", "10.0.0.1"},
                    Row{"r.example/8", "r.example"}, Row{"http://r.example", "r.example"},
                    Row{"r.example:0", "r.example"}, Row{"r.example:65536", "r.example"},
                    Row{"r.example:", "r.example"}, Row{"r.example:x", "r.example"},
                    Row{".", "r.example"}, Row{"*.", "r.example"}, Row{"*r.example", "ar.example"},
                    Row{"r.*", "r.example"}));

TEST(NoProxy, IsEmptyByItself) { EXPECT_FALSE(NoProxy().covers({true, "r.example", 443})); }

}  // namespace
}  // namespace lambda::registry
