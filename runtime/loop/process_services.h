// What there is once in a process, however many loops serve events in it. Made once, by run() or by
// a host's lambda_open(), and handed to each loop.
#pragma once

#include <optional>

#include "runtime/connection/endpoint.h"
#include "runtime/crash/debt.h"
#include "runtime/environment/environment.h"
#include "runtime/logging/log.h"
#include "runtime/loop/standard_output.h"
#include "runtime/loop/trace_variable.h"

namespace lambda::loop {

struct ProcessServices {
  /// From now on the process writes its standard output at each end of a line.
  explicit ProcessServices(Environment variables);

  Environment environment;
  logging::Log log;
  StandardOutput standard_output;
  TraceVariable trace_variable;
  crash::Debt& debt;  // Of static storage: it is read while the process ends.
};

/// The first phase of a process: finds the Runtime API. From now on the initialization counts as
/// something to answer. No value: the process cannot serve; the log says why.
std::optional<connection::Endpoint> initialize(const ProcessServices& process);

}  // namespace lambda::loop
