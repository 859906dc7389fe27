// Compared from both ends: what is left in the middle is the Region.
#include "deploy/registry/login/ecr_host.h"

#include <algorithm>
#include <array>

namespace lambda::registry {
namespace {

constexpr std::size_t kAccountDigits = 12;

// The partitions' suffixes: commercial, China, the isolated ones, and dual-stack names.
constexpr std::array<std::string_view, 6> kSuffixes = {
    ".amazonaws.com", ".amazonaws.com.cn", ".c2s.ic.gov",
    ".sc2s.sgov.gov", ".on.aws",           ".on.amazonwebservices.com.cn"};
constexpr std::array<std::string_view, 4> kServices = {".dkr.ecr.", ".dkr.ecr-fips.", ".dkr-ecr.",
                                                       ".dkr-ecr-fips."};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_region_character(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; }

}  // namespace

std::optional<EcrHost> parse_ecr_host(std::string_view host) {
  const std::string_view account = host.substr(0, kAccountDigits);
  if (account.size() != kAccountDigits || !std::ranges::all_of(account, is_digit)) {
    return std::nullopt;
  }
  std::string_view rest = host.substr(kAccountDigits);
  for (const std::string_view service : kServices) {
    for (const std::string_view suffix : kSuffixes) {
      if (!rest.starts_with(service) || !rest.ends_with(suffix)) continue;
      if (rest.size() <= service.size() + suffix.size()) continue;
      const std::string_view region =
          rest.substr(service.size(), rest.size() - service.size() - suffix.size());
      if (!std::ranges::all_of(region, is_region_character)) continue;
      return EcrHost{std::string(account), std::string(region)};
    }
  }
  return std::nullopt;
}

}  // namespace lambda::registry
