// Every form of Location, and what is refused.
#include "deploy/registry/transport/url.h"

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

const Url kBase{{true, "r.example", 5000}, "/v2/a/blobs/uploads/?x=1"};

struct Meaning {
  std::string location;
  std::string url;
};

class Location : public testing::TestWithParam<Meaning> {};

TEST_P(Location, MeansWhatRfc3986Says) {
  const auto url = resolve(kBase, GetParam().location);
  ASSERT_TRUE(url) << url.error().message;
  EXPECT_EQ(GetParam().url, url_text(*url));
}

INSTANTIATE_TEST_SUITE_P(
    Url, Location,
    testing::Values(Meaning{"/v2/b?_state=a%2Fb", "https://r.example:5000/v2/b?_state=a%2Fb"},
                    Meaning{"https://r.example:5000/u", "https://r.example:5000/u"},
                    Meaning{"https://Storage.Example/u?k=v&l", "https://storage.example/u?k=v&l"},
                    Meaning{"https://storage.example:443/u", "https://storage.example/u"},
                    Meaning{"http://storage.example?q", "http://storage.example/?q"},
                    Meaning{"//other.example/u", "https://other.example/u"},
                    Meaning{"uuid-1?s=https://x",
                            "https://r.example:5000/v2/a/blobs/uploads/uuid-1?s=https://x"},
                    Meaning{"?y=2", "https://r.example:5000/v2/a/blobs/uploads/?y=2"},
                    Meaning{"/u#fragment", "https://r.example:5000/u"},
                    Meaning{"http://[::1]:80/u", "http://[::1]/u"},
                    Meaning{"HTTP://127.0.0.1:5001/u", "http://127.0.0.1:5001/u"}));

class BadLocation : public testing::TestWithParam<std::string> {};

TEST_P(BadLocation, IsRefused) {
  const auto url = resolve(kBase, GetParam());
  ASSERT_FALSE(url) << url_text(*url);
  EXPECT_EQ("Registry.BadUrl", url.error().type);
}

INSTANTIATE_TEST_SUITE_P(Url, BadLocation,
                         testing::Values("", "ftp://a/b", "https://user@a/b", "https:///b",
                                         "https://a:0/", "https://a:65536/", "https://a:x/",
                                         "https://[::1/", "https://[::1]x/", "https://a b/",
                                         "/a\r\nHost: b", "/a b", std::string(20000, 'a')));

TEST(Location, MayBeAsLongAsTheMaximum) {
  EXPECT_TRUE(resolve(kBase, "/" + std::string(kUrlBytesMax - 1, 'a')));
  EXPECT_FALSE(resolve(kBase, "/" + std::string(kUrlBytesMax, 'a')));
}

TEST(Location, MayNameTheFirstAndTheLastPort) {
  EXPECT_EQ(1, resolve(kBase, "https://a:1/").value().origin.port);
  EXPECT_EQ(65535, resolve(kBase, "https://a:65535/").value().origin.port);
}

TEST(Authority, LeavesOutTheSchemesOwnPort) {
  EXPECT_EQ("r.example", authority({true, "r.example", 443}));
  EXPECT_EQ("r.example:443", authority({false, "r.example", 443}));
  EXPECT_EQ("[::1]:5000", authority({false, "::1", 5000}));
}

TEST(Loopback, IsAnAddressNotAPrefix) {
  EXPECT_TRUE(is_loopback("127.0.0.1"));
  EXPECT_TRUE(is_loopback("127.8.8.8"));
  EXPECT_TRUE(is_loopback("localhost"));
  EXPECT_TRUE(is_loopback("::1"));
  EXPECT_FALSE(is_loopback("127.example.com"));
  EXPECT_FALSE(is_loopback("localhost.example.com"));
}

TEST(Parameter, IsAddedBehindOthersAndEncoded) {
  EXPECT_EQ("/u?digest=sha256%3Aab", with_parameter({{}, "/u"}, "digest", "sha256:ab").target);
  EXPECT_EQ("/u?s=1&from=a%2Fb", with_parameter({{}, "/u?s=1"}, "from", "a/b").target);
}

}  // namespace
}  // namespace lambda::registry
