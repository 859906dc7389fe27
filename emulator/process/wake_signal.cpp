// Lets one thread end another thread's poll(). Source: Linux eventfd(2).
#include "emulator/process/wake_signal.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace lambda::emulator {

WakeSignal::WakeSignal() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!fd_.is_open()) {
    throw std::system_error(errno, std::generic_category(),
                            "eventfd (raise the limit of open files: ulimit -n)");
  }
}

void WakeSignal::raise() {
  const std::uint64_t one = 1;
  // The only failure is a full counter, and then the signal is raised already.
  [[maybe_unused]] const auto written = ::write(fd_.get(), &one, sizeof one);
}

void WakeSignal::lower() {
  std::uint64_t count = 0;
  // The only failure is an empty counter, and then the signal is lowered already.
  [[maybe_unused]] const auto taken = ::read(fd_.get(), &count, sizeof count);
}

}  // namespace lambda::emulator
