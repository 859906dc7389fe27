// AWS's partitions: groups of Regions that share nothing, not even names. The one list of them.
// Source: botocore, data/partitions.json, which tests/deploy/push:partition_test compares with it;
// AWS General Reference, "Amazon ECR endpoints" (on.aws).
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lambda::deploy {

/// One partition. Its texts live as long as the program.
struct Partition {
  std::string_view name;                   // As ARNs have it: "aws-cn".
  std::string_view region_begin;           // What its Regions' names begin with; empty: any.
  std::string_view host_ending;            // "amazonaws.com"
  std::string_view dual_stack_api_ending;  // "api.aws": of APIs that have an IPv6 address too.
};

/// All of them; "aws", whose Regions begin in many ways, is the last.
std::span<const Partition> partitions();

/// The partition of `region`. A Region of no other partition is of "aws".
const Partition& partition_of(std::string_view region);

/// "on.aws": the ending of hosts that serve callers, such as registries, with an IPv6 address too.
std::string dual_stack_host_ending(const Partition& partition);

}  // namespace lambda::deploy
