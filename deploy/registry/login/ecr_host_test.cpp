// Hosts of ECR, and those that only look like it.
#include "deploy/registry/login/ecr_host.h"

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

struct Host {
  std::string text;
  std::string region;
};

class EcrHosts : public testing::TestWithParam<Host> {};

TEST_P(EcrHosts, AreKnownInEachPartition) {
  const auto found = parse_ecr_host(GetParam().text);
  ASSERT_TRUE(found) << GetParam().text;
  EXPECT_EQ("123456789012", found->account);
  EXPECT_EQ(GetParam().region, found->region);
}

INSTANTIATE_TEST_SUITE_P(
    Partitions, EcrHosts,
    testing::Values(
        Host{"123456789012.dkr.ecr.us-gov-west-1.amazonaws.com", "us-gov-west-1"},
        Host{"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1"},
        Host{"123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"},
        Host{"123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"},
        Host{"123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"},
        Host{"123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1"},
        Host{"123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1"},
        Host{"123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", "cn-north-1"},
        Host{"123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu", "eusc-de-east-1"},
        Host{"123456789012.dkr-ecr-fips.us-gov-east-1.on.aws", "us-gov-east-1"}));

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
