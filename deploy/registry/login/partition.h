// AWS's partitions: groups of Regions that share nothing, not even names.
// Source: botocore, data/partitions.json, which tests/deploy/push:partition_test compares with it;
// AWS General Reference, "Amazon ECR endpoints" (on.aws).
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lambda::registry {

/// One partition. Its texts live as long as the program.
struct Partition {
  std::string_view name;                   // As ARNs have it: "aws-cn".
  std::string_view region_begin;           // The beginning of its Regions' names; empty: any.
  std::string_view host_ending;            // "amazonaws.com"
  std::string_view dual_stack_api_ending;  // "api.aws": of APIs that have an IPv6 address too.
};

/// All partitions; "aws", whose Regions have no common beginning, is the last.
std::span<const Partition> partitions();

/// The partition of `region`. A Region that is in no other is in "aws".
const Partition& partition_of(std::string_view region);

/// "on.aws": the ending of hosts that serve callers, such as registries, with an IPv6 address too.
std::string dual_stack_host_ending(const Partition& partition);

}  // namespace lambda::registry
