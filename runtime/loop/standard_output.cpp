// C's stream alone: printf(), puts() and std::cout all write to it.
#include "runtime/loop/standard_output.h"

#include <stdio_ext.h>

#include <array>
#include <cstdio>

namespace lambda::loop {

void buffer_standard_output_by_line() {
  // glibc changes a stream that was written to only together with its buffer.
  static std::array<char, BUFSIZ> buffer;
  std::fflush(stdout);
  std::setvbuf(stdout, buffer.data(), _IOLBF, buffer.size());
}

void flush_standard_output() {
  // The look costs a few instructions where fflush() takes the stream's lock. Another thread may
  // print meanwhile: what it prints after the look is flushed with the next answer.
  if (::__fpending(stdout) > 0) {
    std::fflush(stdout);
  }
}

}  // namespace lambda::loop
