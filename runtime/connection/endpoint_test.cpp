// Endpoints, good and bad.
#include "runtime/connection/endpoint.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::connection {
namespace {

TEST(Endpoint, IsHostAndPort) {
  const auto endpoint = parse_endpoint("sandbox.localdomain:9001");
  ASSERT_TRUE(endpoint.has_value());
  EXPECT_EQ(endpoint->host, "sandbox.localdomain");
  EXPECT_EQ(endpoint->port, 9001);
  EXPECT_EQ(endpoint->authority, "sandbox.localdomain:9001");
  EXPECT_EQ(parse_endpoint("[::1]:80")->host, "::1");
  EXPECT_EQ(parse_endpoint("[::1]:80")->port, 80);
  EXPECT_EQ(parse_endpoint("[::1]:80")->authority, "[::1]:80");
}

TEST(Endpoint, MayBeExactlyAtItsLimits) {
  const auto endpoint = parse_endpoint(std::string(253, 'h') + ":65535");
  ASSERT_TRUE(endpoint.has_value());
  EXPECT_EQ(endpoint->host.size(), 253u);
  EXPECT_EQ(endpoint->port, 65535);
  EXPECT_EQ(parse_endpoint("h:1")->port, 1);
  const auto longer = parse_endpoint(std::string(254, 'h') + ":1");
  ASSERT_FALSE(longer.has_value());
  EXPECT_NE(longer.error().message.find("more than 253 characters"), std::string::npos);
  EXPECT_LT(longer.error().message.size(), 500u);
}

TEST(Endpoint, ExplainsWhatToTypeWhenItIsMissing) {
  const auto endpoint = parse_endpoint("");
  ASSERT_FALSE(endpoint.has_value());
  EXPECT_NE(endpoint.error().message.find("bazel run"), std::string::npos);
  EXPECT_NE(endpoint.error().message.find(".invoke"), std::string::npos);
}

class MalformedEndpoint : public testing::TestWithParam<const char*> {};

TEST_P(MalformedEndpoint, IsRefusedByName) {
  const auto endpoint = parse_endpoint(GetParam());
  ASSERT_FALSE(endpoint.has_value());
  EXPECT_EQ(endpoint.error().type, "Runtime.InvalidEndpoint");
  EXPECT_NE(endpoint.error().message.find(GetParam()), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Texts, MalformedEndpoint,
                         testing::Values("localhost", "localhost:", ":9001", "localhost:0",
                                         "localhost:65536", "localhost:90x", "localhost:-1",
                                         "::1:80", "http://localhost:9001", "a b:1", "a\r\nb:1",
                                         "[]:1", "a/b:1", "user@host:1", "a\tb:1", "[::1]",
                                         "[::1:80", "localhost:000080"));

}  // namespace
}  // namespace lambda::connection
