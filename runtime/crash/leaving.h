// Between the ways out of a process and what is told of them.
#pragma once

#include "runtime/crash/program.h"
#include "runtime/crash/report.h"

namespace lambda::crash {

/// Reports and logs, where there is something to answer.
void leave_by_exit(const Cause& cause);

/// As above; where there is nothing to answer the log says it all the same, once.
void leave_by_fault(const Cause& cause);

/// Null before expect_initialization().
const Program* known_program();

}  // namespace lambda::crash
