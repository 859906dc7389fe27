// Puts the services together from the environment.
#include "runtime/loop/process_services.h"

#include <utility>

#include "runtime/crash/last_chance.h"
#include "runtime/logging/error_log.h"

namespace lambda::loop {

ProcessServices::ProcessServices(Environment variables)
    : environment(std::move(variables)),
      log(logging::settings_of(environment.log_format, environment.log_level)),
      debt(crash::debt()) {}

std::optional<connection::Endpoint> initialize(const ProcessServices& process) {
  auto endpoint = connection::parse_endpoint(process.environment.runtime_api);
  if (!endpoint) {
    logging::log_fatal(process.log, "cannot start", endpoint.error());
    return std::nullopt;
  }
  if (const auto expected = crash::expect_initialization(*endpoint, process.log.settings());
      !expected) {
    logging::log_error(process.log, "", expected.error());
  }
  return std::move(*endpoint);
}

}  // namespace lambda::loop
