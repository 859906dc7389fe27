// Which requests come from programs, and which a web page made a browser send.
#include "emulator/http/web_page.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

std::optional<std::string> find_fault(std::vector<HttpField> headers,
                                      const std::vector<std::string>& allowed = {}) {
  HttpRequest request;
  request.headers = std::move(headers);
  return find_web_page_fault(request, allowed);
}

TEST(WebPage, IsNotSeenInARequestWithoutHost) { EXPECT_FALSE(find_fault({})); }

class OwnHost : public ::testing::TestWithParam<const char*> {};
TEST_P(OwnHost, IsServed) { EXPECT_EQ(find_fault({{"host", GetParam()}}), std::nullopt); }
INSTANTIATE_TEST_SUITE_P(Table, OwnHost,
                         ::testing::Values("127.0.0.1", "127.0.0.1:8080", "0.0.0.0:8080",
                                           "192.168.1.7:9000", "[::1]", "[::1]:8080",
                                           "[fe80::1]:80", "localhost", "LocalHost:8080",
                                           "localhost.:8080", "my.localhost:1", "lambda:8080",
                                           "host.docker.internal:8080"));

class ForeignHost : public ::testing::TestWithParam<const char*> {};
TEST_P(ForeignHost, IsRefusedWithTheRemedy) {
  const auto fault = find_fault({{"Host", GetParam()}});
  ASSERT_TRUE(fault.has_value());
  EXPECT_NE(fault->find(GetParam()), std::string::npos) << *fault;
  EXPECT_NE(fault->find("--allow-host"), std::string::npos) << *fault;
}
INSTANTIATE_TEST_SUITE_P(Table, ForeignHost,
                         ::testing::Values("evil.example", "evil.example:8080", "evil.example.",
                                           "127.0.0.1.evil.example", "localhost.evil.example",
                                           "notlocalhost.com", "evil.internal.example", "[evil]",
                                           "[::1", "1.2.3", "127.0.0.1x.y", ".internal"));

TEST(WebPage, MayUseANameThatIsAllowed) {
  const std::vector<std::string> allowed = {"other", "lambda.example.com"};
  EXPECT_FALSE(find_fault({{"Host", "Lambda.Example.com:80"}}, allowed));
  EXPECT_TRUE(find_fault({{"Host", "x.lambda.example.com"}}, allowed));
  EXPECT_FALSE(find_fault({{"Host", "anything.example"}}, {"*"}));
  EXPECT_FALSE(
      find_fault({{"Host", "127.0.0.1"}, {"Origin", "https://lambda.example.com"}}, allowed));
  EXPECT_FALSE(find_fault({{"Host", "127.0.0.1"}, {"Origin", "null"}}, {"*"}));
}

class OwnOrigin : public ::testing::TestWithParam<const char*> {};
TEST_P(OwnOrigin, IsServed) {
  EXPECT_EQ(find_fault({{"Host", "192.168.1.7:8080"}, {"origin", GetParam()}}), std::nullopt);
}
INSTANTIATE_TEST_SUITE_P(Table, OwnOrigin,
                         ::testing::Values("http://localhost", "http://localhost:3000",
                                           "https://app.localhost:3000", "http://127.0.0.1:5173",
                                           "http://127.1.2.3", "http://[::1]:5173",
                                           "http://192.168.1.7:8080"));

class ForeignOrigin : public ::testing::TestWithParam<const char*> {};
TEST_P(ForeignOrigin, IsRefusedWithTheRemedy) {
  const auto fault = find_fault({{"Host", "127.0.0.1:8080"}, {"Origin", GetParam()}});
  ASSERT_TRUE(fault.has_value());
  EXPECT_NE(fault->find(GetParam()), std::string::npos) << *fault;
  EXPECT_NE(fault->find("--allow-host"), std::string::npos) << *fault;
}
INSTANTIATE_TEST_SUITE_P(Table, ForeignOrigin,
                         ::testing::Values("null", "", "https://evil.example",
                                           "http://evil.example:8080", "http://203.0.113.5",
                                           "http://[2001:db8::1]", "http://lambda:8080",
                                           "http://127.0.0.1.evil.example",
                                           "http://localhost.evil.example"));

TEST(WebPage, IsSeenInASecondOrigin) {
  EXPECT_TRUE(find_fault(
      {{"Host", "127.0.0.1"}, {"Origin", "http://localhost"}, {"Origin", "http://evil.example"}}));
}

}  // namespace
}  // namespace lambda::emulator
