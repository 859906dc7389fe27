// Any bytes as config.json: every helper that is taken from it is a plain name.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "deploy/registry/login/docker_config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lambda::registry;
  const auto config = parse_docker_config({reinterpret_cast<const char*>(bytes), size}, "fuzz");
  if (!config) {
    return 0;
  }
  if (config->store && config->store->contains('/')) {
    std::abort();
  }
  for (const auto& [host, helper] : config->helpers) {
    if (host.contains('/') || (helper && (helper->empty() || helper->contains('/')))) {
      std::abort();
    }
  }
  return 0;
}
