// How a process leaves: by exit(), by std::terminate(), by a fatal signal. Each way reports the
// cause, then lets the process end as it would have.
// Source: sigaction(2), si_code; signal-safety(7).
#include <cxxabi.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string_view>
#include <typeinfo>
#include <utility>

#include <Poco/Exception.h>

#include "runtime/crash/fixed_text.h"
#include "runtime/crash/last_chance.h"
#include "runtime/crash/leaving.h"
#include "runtime/crash/stack.h"

namespace lambda::crash {
namespace {

constexpr std::size_t kSignalStackBytes = 64 * 1024;  // The registers of a new processor: 11 KB.

struct FatalSignal {
  int number;
  std::string_view name;
  std::string_view type;
  std::string_view meaning;  // Before an address, where `has_address`.
  bool has_address = false;
};
constexpr std::array<FatalSignal, 6> kSignals{{
    {SIGSEGV, "SIGSEGV", "Runtime.Fault", "there is no access to memory at ", true},
    {SIGBUS, "SIGBUS", "Runtime.Fault", "there is nothing behind the memory at ", true},
    {SIGILL, "SIGILL", "Runtime.Fault", "an illegal instruction, or __builtin_trap()"},
    {SIGFPE, "SIGFPE", "Runtime.Fault", "a calculation without a result, as a division by zero"},
    {SIGTRAP, "SIGTRAP", "Runtime.Fault", "a trap, as of __builtin_trap()"},
    {SIGABRT, "SIGABRT", "Runtime.Aborted", "abort() was called; the log may say why"},
}};

struct Guard {
  bool is_installed = false;
  int (*owns_thread)() = nullptr;
  std::terminate_handler terminate = nullptr;
  std::array<struct sigaction, kSignals.size()> hosts{};  // What was there before.
};
constinit Guard guard;  // Global, since a signal handler can reach nothing else.
alignas(16) char signal_stack[kSignalStackBytes];

bool is_handler(const struct sigaction& action) {
  return (action.sa_flags & SA_SIGINFO) != 0 ||
         (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN);
}

void call(const struct sigaction& action, int signal, siginfo_t* information, void* context) {
  if ((action.sa_flags & SA_SIGINFO) != 0) {
    action.sa_sigaction(signal, information, context);
  } else {
    action.sa_handler(signal);
  }
}

using Message = FixedText<200>;

Message describe(const FatalSignal& signal, const siginfo_t& information) {
  constexpr int kAddressDigits = 16;  // Without 0x, which begins the addresses of the stack.
  Message message;
  message.add(signal.name);
  const bool is_sent = information.si_code <= 0;
  if (is_sent && information.si_pid != ::getpid()) {
    message.add(" was sent by process ").add_number(static_cast<std::uint64_t>(information.si_pid));
  } else if (is_sent && signal.number != SIGABRT) {
    message.add(" was sent by this process itself");
  } else if (signal.has_address && information.si_code == SI_KERNEL) {
    message.add(": ").add(signal.meaning).add("an address that cannot be one");
  } else {
    message.add(": ").add(signal.meaning);
    if (signal.has_address) {
      message.add_hex(reinterpret_cast<std::uintptr_t>(information.si_addr), kAddressDigits);
    }
  }
  return message;
}

/// Whether the signal is the host's: a fault in its own thread, or a signal that another process
/// sends and the host handles or ignores.
bool is_for_host(int signal, const siginfo_t& information, const struct sigaction& host) {
  const bool is_from_outside = information.si_code <= 0 && information.si_pid != ::getpid();
  if (is_from_outside && (is_handler(host) || host.sa_handler == SIG_IGN)) {
    return true;
  }
  return signal != SIGABRT && guard.owns_thread != nullptr && is_handler(host) &&
         guard.owns_thread() != 0;
}

void on_signal(int number, siginfo_t* information, void* context) {
  const auto signal = std::ranges::find(kSignals, number, &FatalSignal::number);
  const struct sigaction& host = guard.hosts[static_cast<std::size_t>(signal - kSignals.begin())];
  if (is_for_host(number, *information, host)) {
    if (is_handler(host)) {
      call(host, number, information, context);
    }
    return;
  }
  if (const Program* const program = known_program()) {
    const Message message = describe(*signal, *information);
    const Stack stack = stack_of_signal(*program, context);
    leave_by_fault({.type = signal->type, .message = message.text(), .stack = &stack});
  }
  struct sigaction next = host;
  if (guard.owns_thread != nullptr && number != SIGABRT) {
    next = {};  // The host's handler is for faults of its own threads.
    next.sa_handler = SIG_DFL;
  }
  ::sigaction(number, &next, nullptr);
  // An instruction that failed fails again when this returns. A trap does not, nor does what was
  // sent: that is sent again, and arrives when this returns.
  if (information->si_code <= 0 || number == SIGTRAP) {
    ::raise(number);
  }
}

void on_exit() {
  if (const Program* const program = known_program()) {
    const Stack stack = stack_of_caller(*program);
    leave_by_exit({.type = "Runtime.ExitError",
                   .message = "the process called exit(); its log may say why",
                   .stack = &stack});
  }
}

using LongMessage = FixedText<4096>;

void add_current_exception(LongMessage& message) {
  const std::type_info* const type = abi::__cxa_current_exception_type();
  if (type == nullptr) {
    message.add("without an exception");
    return;
  }
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), &std::free);
  message.add("an exception that nothing catches, ").add(name ? name.get() : type->name());
  try {
    throw;
  } catch (const Poco::Exception& exception) {
    message.add(": ").add(exception.displayText());
  } catch (const std::exception& exception) {
    message.add(": ").add(exception.what());
  } catch (...) {
    // Its type is all there is to say.
  }
}

[[noreturn]] void on_terminate() {
  if (const Program* const program = known_program()) {
    const Stack stack = stack_of_caller(*program);
    LongMessage message;
    message.add("std::terminate() was called: ");
    add_current_exception(message);
    leave_by_fault({.type = "Runtime.Terminated", .message = message.text(), .stack = &stack});
  }
  if (guard.terminate != nullptr) {
    guard.terminate();
  }
  std::abort();
}

/// So that a stack that is full can be reported. Of this thread: others have none.
void give_signals_a_stack() {
  stack_t known{};
  if (::sigaltstack(nullptr, &known) == 0 && (known.ss_flags & SS_DISABLE) != 0) {
    const stack_t ours{.ss_sp = signal_stack, .ss_flags = 0, .ss_size = sizeof signal_stack};
    ::sigaltstack(&ours, nullptr);
  }
}

void catch_signal(int signal, struct sigaction& host) {
  ::sigaction(signal, nullptr, &host);
  struct sigaction ours = host;  // The host's handler is called as the host wanted it.
  if (!is_handler(host) || guard.owns_thread == nullptr) {
    ours = {};
    ours.sa_flags = SA_ONSTACK;
    ::sigfillset(&ours.sa_mask);
  }
  ours.sa_flags |= SA_SIGINFO;
  ours.sa_sigaction = on_signal;
  ::sigaction(signal, &ours, nullptr);
}

}  // namespace

void guard_exits(int (*owns_thread)()) {
  if (std::exchange(guard.is_installed, true)) {
    return;
  }
  guard.owns_thread = owns_thread;
  std::atexit(on_exit);
  std::at_quick_exit(on_exit);
  guard.terminate = std::set_terminate(on_terminate);
  give_signals_a_stack();
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    catch_signal(kSignals[i].number, guard.hosts[i]);
  }
}

}  // namespace lambda::crash
