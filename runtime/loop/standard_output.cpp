// Works on C's stream, which is the process's own and remains so after this object.
#include "runtime/loop/standard_output.h"

#include <stdio_ext.h>

#include <array>
#include <cstdio>

namespace lambda::loop {

StandardOutput::StandardOutput() {
  // The stream keeps its buffer until the process ends, so this one is static. glibc changes the
  // mode of a stream that was written to only together with its buffer.
  static std::array<char, BUFSIZ> buffer;
  std::fflush(stdout);
  std::setvbuf(stdout, buffer.data(), _IOLBF, buffer.size());
}

void StandardOutput::flush() {
  // The look costs a few instructions where fflush() takes the stream's lock. Another thread may
  // print meanwhile: what it prints after the look is flushed with the next answer.
  if (::__fpending(stdout) > 0) {
    std::fflush(stdout);
  }
}

}  // namespace lambda::loop
