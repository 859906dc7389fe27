// What a handler prints stands in the log of the invocation that printed it.
// Source: ISO C, setvbuf(); a pipe, which standard output is under Lambda, is otherwise buffered in
// blocks, and a process that is stopped loses them. libc++'s std::cout has no buffer of its own.
#pragma once

namespace lambda::loop {

/// Writes standard output at each end of a line, as a terminal's is. A process is stopped at its
/// time limit without notice: whole lines are written by then.
void buffer_standard_output_by_line();

/// Writes what stands in standard output's buffer. Without such text it makes no system call.
/// Thread-safe.
void flush_standard_output();

}  // namespace lambda::loop
