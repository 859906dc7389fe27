// What a handler prints stands in the log of the invocation that printed it.
// Source: ISO C, setvbuf(); a pipe, which standard output is under Lambda, is otherwise buffered in
// blocks, and a process that is stopped loses them. libc++'s std::cout has no buffer of its own.
#pragma once

namespace lambda::loop {

/// C's stdout, to which printf(), puts() and std::cout write. Thread-safe.
class StandardOutput {
 public:
  /// From now on, and as long as the process lives, it is written at each end of a line, as a
  /// terminal's is. A process is stopped at its time limit without notice: whole lines are written
  /// by then.
  StandardOutput();

  /// Writes what is buffered. Makes no system call when nothing is.
  void flush();
};

}  // namespace lambda::loop
