// Compared from both ends: what is left in the middle is the Region.
#include "deploy/registry/login/ecr_host.h"

#include <algorithm>
#include <array>

#include "deploy/registry/login/partition.h"

namespace lambda::registry {
namespace {

constexpr std::size_t kAccountDigits = 12;
constexpr std::array<std::string_view, 4> kServices = {".dkr.ecr.", ".dkr.ecr-fips.", ".dkr-ecr.",
                                                       ".dkr-ecr-fips."};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_region_character(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; }

/// What stands between `service` and a partition's ending; empty when `rest` has neither.
std::string_view region_in(std::string_view rest, std::string_view service) {
  if (!rest.starts_with(service)) {
    return {};
  }
  rest.remove_prefix(service.size());
  for (const Partition& partition : partitions()) {
    for (const std::string& ending :
         {std::string(partition.host_ending), dual_stack_host_ending(partition)}) {
      if (!rest.ends_with("." + ending)) {
        continue;
      }
      const std::string_view region = rest.substr(0, rest.size() - ending.size() - 1);
      if (std::ranges::all_of(region, is_region_character)) {
        return region;
      }
    }
  }
  return {};
}

}  // namespace

std::optional<EcrHost> parse_ecr_host(std::string_view host) {
  const std::string_view account = host.substr(0, kAccountDigits);
  if (account.size() != kAccountDigits || !std::ranges::all_of(account, is_digit)) {
    return std::nullopt;
  }
  for (const std::string_view service : kServices) {
    const std::string_view region = region_in(host.substr(kAccountDigits), service);
    if (!region.empty()) {
      return EcrHost{std::string(account), std::string(region)};
    }
  }
  return std::nullopt;
}

}  // namespace lambda::registry
