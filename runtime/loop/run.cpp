// The phases of a process, in order. What no rule foresees is caught here, such as memory running
// out.
#include "runtime/loop/run.h"

#include <unistd.h>

#include <exception>
#include <expected>
#include <utility>

#include "runtime/crash/last_chance.h"
#include "runtime/environment/environment.h"
#include "runtime/logging/error_log.h"
#include "runtime/loop/exception_report.h"
#include "runtime/loop/loop.h"
#include "runtime/loop/process_services.h"

namespace lambda::loop {
namespace {

/// The second phase: the user's preparation. Until it is over, the initialization is to be
/// answered.
std::expected<HandlerReference, FunctionError> make_handler(const ProcessServices& process,
                                                            const Initializer& initializer) {
  auto handler = initialize_guarded(initializer);
  process.debt.expect_nothing();
  return handler;
}

/// Initializes, makes the handler, serves. Hooks around a snapshot stand between the last two, more
/// loops than one in the place of the last.
int live(ProcessServices& process, const Initializer& initializer) {
  auto endpoint = initialize(process);
  if (!endpoint) {
    return Loop::kFailureStatus;
  }
  crash::guard_exits(nullptr);
  Loop loop(process, std::move(*endpoint));
  const auto handler = make_handler(process, initializer);
  if (!handler) {
    return loop.report_init_error(handler.error());
  }
  return loop.serve(*handler);
}

/// Within a catch block. Memory may be what is missing: then a text that needs none.
void log_uncaught(const logging::Log& log) {
  try {
    logging::log_fatal(log, "exiting", describe_current_exception());
  } catch (...) {
    logging::write_bytes(
        "lambda: exiting: std::bad_alloc: there is no memory left, not even to say where\n");
  }
}

}  // namespace

int run(const Initializer& initializer) {
  logging::Log log;  // In text, until the environment has been read.
  try {
    ProcessServices process(read_environment(environ));
    log = process.log;
    return live(process, initializer);
  } catch (const std::exception&) {
    log_uncaught(log);
    return Loop::kFailureStatus;
  }
}

}  // namespace lambda::loop
