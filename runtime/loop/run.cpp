// Puts the loop together, and catches what no rule foresees, such as memory running out.
#include "runtime/loop/run.h"

#include <unistd.h>

#include <exception>

#include "runtime/connection/endpoint.h"
#include "runtime/crash/last_chance.h"
#include "runtime/environment/environment.h"
#include "runtime/logging/log.h"
#include "runtime/loop/diagnostics.h"
#include "runtime/loop/exception_report.h"
#include "runtime/loop/loop.h"

namespace lambda::loop {
namespace {

/// Within a catch block. Memory may be what is missing: then a text that needs none.
void log_uncaught() {
  try {
    log_error("exiting", describe_current_exception());
  } catch (...) {
    logging::write_bytes(
        "lambda: exiting: std::bad_alloc: there is no memory left, not even to say where\n");
  }
}

}  // namespace

int run(const Initializer& initializer) {
  try {
    const Environment environment = read_environment(environ);
    logging::configure(logging::settings_of(environment.log_format, environment.log_level));
    auto endpoint = connection::parse_endpoint(environment.runtime_api);
    if (!endpoint) {
      log_error("cannot start", endpoint.error());
      return Loop::kFailureStatus;
    }
    if (const auto expected = crash::expect_initialization(*endpoint); !expected) {
      log_error("", expected.error());
    }
    crash::guard_exits(nullptr);
    Loop loop(std::move(*endpoint), environment);
    const auto handler = initialize_guarded(initializer);
    crash::expect_nothing();
    return handler ? loop.serve(*handler) : loop.report_init_error(handler.error());
  } catch (const std::exception&) {
    log_uncaught();
    return Loop::kFailureStatus;
  }
}

}  // namespace lambda::loop
