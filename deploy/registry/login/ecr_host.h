// The host name of a private registry of Amazon ECR, which names its account and Region.
// Source: Amazon ECR User Guide, "Private registry" (ACCOUNT.dkr.ecr.REGION.amazonaws.com, and
// ACCOUNT.dkr-ecr.REGION.on.aws for both IP versions); AWS General Reference, "Amazon ECR".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambda::registry {

struct EcrHost {
  std::string account;  // Twelve digits.
  std::string region;
};

/// Absent for any other host.
std::optional<EcrHost> parse_ecr_host(std::string_view host);

}  // namespace lambda::registry
