// Hosts of ECR, and those that only look like it.
#include "deploy/registry/login/ecr_host.h"

#include "gtest/gtest.h"

namespace lambda::registry {
namespace {

TEST(EcrHost, SaysAccountAndRegion) {
  for (const char* host : {"123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                           "123456789012.dkr.ecr-fips.eu-west-1.amazonaws.com",
                           "123456789012.dkr-ecr.eu-west-1.on.aws"}) {
    const auto found = parse_ecr_host(host);
    ASSERT_TRUE(found) << host;
    EXPECT_EQ("123456789012", found->account);
    EXPECT_EQ("eu-west-1", found->region);
  }
  EXPECT_EQ("cn-north-1",
            parse_ecr_host("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn").value().region);
}

TEST(EcrHost, IsNoOtherHost) {
  for (const char* host :
       {"", "public.ecr.aws", "12345678901.dkr.ecr.eu-west-1.amazonaws.com",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example",
        "123456789012.dkr.ecr.a.evil.example", "123456789012.dkr.ecr..amazonaws.com",
        "123456789012.dkr.ecr.evil.example.amazonaws.com", "123456789012.dkr.ecr.amazonaws.com"}) {
    EXPECT_FALSE(parse_ecr_host(host)) << host;
  }
}

}  // namespace
}  // namespace lambda::registry
