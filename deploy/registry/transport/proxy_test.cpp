// How a proxy is written, which registry it is for, and that no message has its password.
#include "deploy/registry/transport/proxy.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

struct Meaning {
  std::string text;
  std::string authority;  // With its port where that is not 80.
  std::string user;
  std::string password;
};

class ProxyText : public testing::TestWithParam<Meaning> {};

TEST_P(ProxyText, IsRead) {
  const auto proxy = parse_proxy(GetParam().text, "HTTPS_PROXY");
  ASSERT_TRUE(proxy) << proxy.error().message;
  EXPECT_EQ(GetParam().authority, authority(proxy->origin));
  EXPECT_FALSE(proxy->origin.is_tls);
  EXPECT_EQ(GetParam().user, proxy->user);
  EXPECT_EQ(GetParam().password, proxy->password);
  EXPECT_EQ("HTTPS_PROXY", proxy->source);
}

INSTANTIATE_TEST_SUITE_P(
    Proxy, ProxyText,
    testing::Values(Meaning{"http://proxy.example:3128", "proxy.example:3128", "", ""},
                    Meaning{"HTTP://Proxy.Example", "proxy.example", "", ""},
                    Meaning{"proxy.example:3128", "proxy.example:3128", "", ""},
                    Meaning{"http://proxy.example:3128/", "proxy.example:3128", "", ""},
                    Meaning{"http://10.0.0.1:8080", "10.0.0.1:8080", "", ""},
                    Meaning{"http://[fd00::1]:3128", "[fd00::1]:3128", "", ""},
                    Meaning{"[::1]:3128", "[::1]:3128", "", ""},
                    Meaning{"http://ada:secret@p:1", "p:1", "ada", "secret"},
                    Meaning{"ada:secret@p:1", "p:1", "ada", "secret"},
                    Meaning{"http://ada@p:1", "p:1", "ada", ""},
                    Meaning{"http://ada:@p:1", "p:1", "ada", ""},
                    Meaning{"http://a%40b:p%3a%2F%25%00@p:1", "p:1", "a@b",
                            std::string("p:/%\0", 5)},
                    Meaning{"http://ada:se:cr@et@p:1", "p:1", "ada", "se:cr@et"},
                    Meaning{"http://@p:65535", "p:65535", "", ""}));

class BadProxy : public testing::TestWithParam<std::string> {};

TEST_P(BadProxy, IsRefusedWithoutRepeatingIt) {
  const auto proxy = parse_proxy(GetParam(), "https_proxy");
  ASSERT_FALSE(proxy) << authority(proxy->origin);
  EXPECT_EQ("Registry.BadProxy", proxy.error().type);
  EXPECT_TRUE(proxy.error().message.starts_with("https_proxy ")) << proxy.error().message;
  EXPECT_TRUE(proxy.error().message.contains("http://HOST:PORT")) << proxy.error().message;
  EXPECT_FALSE(proxy.error().message.contains("hush")) << proxy.error().message;
}

INSTANTIATE_TEST_SUITE_P(Proxy, BadProxy,
                         testing::Values("", "http://", "http://:3128", "https://ada:hush@p:1",
                                         "socks5://ada:hush@p:1", "http://ada:hush%4@p:1",
                                         "http://ada:hush%@p:1", "http://ada:hush%zz@p:1",
                                         "http://ada:hu/sh@p:1", "http://ada:hush@p:0",
                                         "http://ada:hush@p:65536", "http://ada:hush@p:x",
                                         "http://ada:hush@p p", "http://ada:hush@[::1",
                                         "http://ada:hush@", std::string(kUrlBytesMax + 1, 'a')));

TEST(ProxyText, MayBeAsLongAsAUrl) {
  const std::string end = "@p:1";
  EXPECT_TRUE(parse_proxy(std::string(kUrlBytesMax - end.size(), 'a') + end, "x"));
  EXPECT_FALSE(parse_proxy(std::string(kUrlBytesMax - end.size() + 1, 'a') + end, "x"));
}

class EnvironmentProxies : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name :
         {"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"}) {
      unsetenv(name);
    }
  }

  /// Its authority; "none" where there is none.
  static std::string proxy_for(const Origin& origin) {
    const auto proxy = environment_proxies().proxy_for(origin);
    EXPECT_TRUE(proxy) << proxy.error().message;
    return proxy && *proxy ? authority((*proxy)->origin) + " by " + (*proxy)->source : "none";
  }

  const Origin https_{true, "r.example", 443};
  const Origin http_{false, "r.example", 80};
};

TEST_F(EnvironmentProxies, AreNoneByThemselves) {
  EXPECT_EQ("none", proxy_for(https_));
  EXPECT_EQ("none", proxy_for(http_));
}

TEST_F(EnvironmentProxies, AreChosenByTheScheme) {
  setenv("HTTPS_PROXY", "http://a:1", 1);
  EXPECT_EQ("a:1 by HTTPS_PROXY", proxy_for(https_));
  EXPECT_EQ("none", proxy_for(http_));
  setenv("HTTP_PROXY", "http://b:2", 1);
  EXPECT_EQ("a:1 by HTTPS_PROXY", proxy_for(https_));
  EXPECT_EQ("b:2 by HTTP_PROXY", proxy_for(http_));
}

TEST_F(EnvironmentProxies, AreNamedInCapitalsFirst) {
  setenv("https_proxy", "http://small:1", 1);
  setenv("http_proxy", "http://small:2", 1);
  EXPECT_EQ("small:1 by https_proxy", proxy_for(https_));
  EXPECT_EQ("small:2 by http_proxy", proxy_for(http_));
  setenv("HTTPS_PROXY", "", 1);  // As if it were not set.
  EXPECT_EQ("small:1 by https_proxy", proxy_for(https_));
  setenv("HTTPS_PROXY", "http://large:1", 1);
  EXPECT_EQ("large:1 by HTTPS_PROXY", proxy_for(https_));
}

TEST_F(EnvironmentProxies, AreNotForWhatNoProxyCovers) {
  setenv("HTTPS_PROXY", "http://a:1", 1);
  setenv("no_proxy", ".example", 1);
  EXPECT_EQ("none", proxy_for(https_));
  EXPECT_EQ("a:1 by HTTPS_PROXY", proxy_for({true, "r.other", 443}));
  setenv("NO_PROXY", "another", 1);
  EXPECT_EQ("a:1 by HTTPS_PROXY", proxy_for(https_));
}

TEST_F(EnvironmentProxies, AreNotForThisMachine) {
  setenv("HTTPS_PROXY", "http://a:1", 1);
  setenv("HTTP_PROXY", "http://a:1", 1);
  for (const char* host : {"localhost", "127.0.0.1", "127.9.9.9", "::1"}) {
    EXPECT_EQ("none", proxy_for({true, host, 5000})) << host;
    EXPECT_EQ("none", proxy_for({false, host, 5000})) << host;
  }
}

TEST_F(EnvironmentProxies, ThatAreMalformedDisturbOnlyThoseWhoNeedThem) {
  setenv("HTTPS_PROXY", "socks5://a:1", 1);
  EXPECT_EQ("none", proxy_for({true, "localhost", 5000}));
  EXPECT_EQ("none", proxy_for(http_));
  const auto proxy = environment_proxies().proxy_for(https_);
  ASSERT_FALSE(proxy);
  EXPECT_TRUE(proxy.error().message.starts_with("HTTPS_PROXY ")) << proxy.error().message;
}

TEST_F(EnvironmentProxies, CountForNothingWhereOneProxyIsSaid) {
  setenv("HTTPS_PROXY", "http://a:1", 1);
  setenv("NO_PROXY", "*", 1);
  const ProxyRules said = only_proxy("http://b:2", "--proxy");
  for (const Origin& origin : {https_, http_, Origin{false, "127.0.0.1", 5000}}) {
    const auto proxy = said.proxy_for(origin);
    ASSERT_TRUE(proxy && *proxy) << authority(origin);
    EXPECT_EQ("b:2", authority((*proxy)->origin));
    EXPECT_EQ("--proxy", (*proxy)->source);
  }
  const auto none = only_proxy("none", "--proxy").proxy_for(https_);
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
}

}  // namespace
}  // namespace lambda::registry
