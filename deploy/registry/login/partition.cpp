// The first row whose beginning fits decides; the beginnings exclude each other.
#include "deploy/registry/login/partition.h"

#include <algorithm>
#include <array>

namespace lambda::registry {
namespace {

constexpr std::array<Partition, 8> kPartitions = {{
    {"aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
    {"aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu"},
    {"aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov"},
    {"aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud"},
    {"aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"},
    {"aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"},
    {"aws-us-gov", "us-gov-", "amazonaws.com", "api.aws"},
    {"aws", "", "amazonaws.com", "api.aws"},
}};

}  // namespace

std::span<const Partition> partitions() { return kPartitions; }

const Partition& partition_of(std::string_view region) {
  return *std::ranges::find_if(kPartitions, [region](const Partition& partition) {
    return region.starts_with(partition.region_begin);
  });
}

std::string dual_stack_host_ending(const Partition& partition) {
  constexpr std::string_view kApi = "api.";
  return "on." + std::string(partition.dual_stack_api_ending.substr(kApi.size()));
}

}  // namespace lambda::registry
