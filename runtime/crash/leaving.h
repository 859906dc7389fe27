// Between the ways out of a process (ways_out.cpp) and their report (last_chance.cpp).
#pragma once

#include "runtime/crash/program.h"
#include "runtime/crash/report.h"

namespace lambda::crash {

/// Reports and logs, where there is something to answer.
void leave_by_exit(const Cause& cause);

/// As above; where there is nothing to answer, writes it to the log all the same, once.
void leave_by_fault(const Cause& cause);

/// Null before expect_initialization().
const Program* known_program();

}  // namespace lambda::crash
