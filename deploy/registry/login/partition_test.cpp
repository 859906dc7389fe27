// Which partition a Region is in, and how its hosts end. That no partition is missing is compared
// with botocore's list in tests/deploy/push.
#include "deploy/registry/login/partition.h"

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

struct Row {
  std::string region;
  std::string partition;
  std::string host_ending;
  std::string dual_stack_host_ending;
};

class PartitionOf : public testing::TestWithParam<Row> {};

TEST_P(PartitionOf, IsTheOneWithTheRegionsBeginning) {
  const Partition& partition = partition_of(GetParam().region);
  EXPECT_EQ(GetParam().partition, partition.name);
  EXPECT_EQ(GetParam().host_ending, partition.host_ending);
  EXPECT_EQ(GetParam().dual_stack_host_ending, dual_stack_host_ending(partition));
}

INSTANTIATE_TEST_SUITE_P(
    Regions, PartitionOf,
    testing::Values(Row{"eu-west-1", "aws", "amazonaws.com", "on.aws"},
                    Row{"us-east-1", "aws", "amazonaws.com", "on.aws"},
                    Row{"us-gov-west-1", "aws-us-gov", "amazonaws.com", "on.aws"},
                    Row{"cn-north-1", "aws-cn", "amazonaws.com.cn", "on.amazonwebservices.com.cn"},
                    Row{"eusc-de-east-1", "aws-eusc", "amazonaws.eu", "on.amazonwebservices.eu"},
                    Row{"us-iso-east-1", "aws-iso", "c2s.ic.gov", "on.aws.ic.gov"},
                    Row{"us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov", "on.aws.scloud"},
                    Row{"eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk", "on.cloud-aws.adc-e.uk"},
                    Row{"us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov", "on.aws.hci.ic.gov"},
                    Row{"", "aws", "amazonaws.com", "on.aws"}));

TEST(Partitions, AreEachListedOnce) {
  for (const Partition& one : partitions()) {
    int same = 0;
    for (const Partition& other : partitions()) {
      same += other.name == one.name ? 1 : 0;
    }
    EXPECT_EQ(1, same) << one.name;
  }
}

}  // namespace
}  // namespace lambda::registry
