// The report is written into memory set aside at the start, and sent by plain system calls: the
// heap, the locks and the loop's connection may be what is broken.
#include "runtime/crash/last_chance.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>

#include "runtime/crash/deadline_io.h"
#include "runtime/crash/leaving.h"
#include "runtime/crash/report.h"

namespace lambda::crash {
namespace {

constexpr std::int64_t kReportMs = 2000;
constexpr std::int64_t kLogMs =
    500;  // Of these: a log that nobody reads must not delay the report.
constexpr int kPollMs = 5;

/// Never freed: a thread may leave after the destructors of static objects.
struct Memory {
  Memory(std::string_view authority, const logging::Settings& log)
      : program(Program::find()), report(program, authority, log) {
    request_id.reserve(Report::kIdBytesMax + 1);
    invocation_id.reserve(Report::kInvocationIdBytesMax + 1);
    tenant_id.reserve(Report::kIdBytesMax + 1);
  }

  /// Another thread may go on to the next event, which overwrites what was borrowed of this one. A
  /// byte more than the maximum says that a text is too long.
  void keep(const protocol::InvocationKey& key, std::string_view tenant) {
    request_id = key.request_id.substr(0, Report::kIdBytesMax + 1);
    invocation_id = key.invocation_id.substr(0, Report::kInvocationIdBytesMax + 1);
    tenant_id = tenant.substr(0, Report::kIdBytesMax + 1);
  }

  Program program;
  Report report;
  std::string request_id;
  std::string invocation_id;
  std::string tenant_id;
};

struct State {
  Debt debt;
  std::atomic<long> reporter = 0;  // The thread that reports just now.
  bool has_told = false;           // Why the process ends. The reporter's.
  long process = 0;
  sockaddr_storage address{};
  socklen_t address_bytes = 0;
  Memory* memory = nullptr;
};
constinit State state;  // Global, since a signal handler can reach nothing else.

/// Whether this thread is to report. If another one already does, this waits for it, so that the
/// process does not end before; by polling, since a signal handler has nothing to wait on.
bool become_reporter() {
  const long self = ::syscall(SYS_gettid);
  const std::int64_t end_ms = monotonic_ms() + kReportMs;
  long reporter = 0;
  while (!state.reporter.compare_exchange_strong(reporter, self)) {
    if (reporter == self || monotonic_ms() > end_ms) {
      return false;  // The report itself failed; or its time is over.
    }
    ::poll(nullptr, 0, kPollMs);
    reporter = 0;
  }
  return true;
}

void tell(const Cause& cause, Debt::Kind owed, bool is_logged) {
  const std::int64_t begin_ms = monotonic_ms();
  Memory& memory = *state.memory;
  const bool is_answer = owed == Debt::Kind::kAnswer;
  if (is_answer) {
    memory.keep(state.debt.key(), state.debt.tenant_id());
  } else {
    memory.keep({}, {});
  }
  if (is_logged) {
    write_until(STDERR_FILENO, memory.report.log_record(cause, memory.request_id, memory.tenant_id),
                begin_ms + kLogMs);
  }
  const protocol::InvocationKey key{.request_id = memory.request_id,
                                    .invocation_id = memory.invocation_id};
  const std::string_view request = owed == Debt::Kind::kNothing
                                       ? std::string_view()
                                       : memory.report.request(cause, is_answer ? &key : nullptr);
  if (!request.empty()) {
    post_until(state.address, state.address_bytes, request, begin_ms + kReportMs);
  }
}

/// Tells the cause where there is something to answer; with `is_always_logged` once also where not.
void leave(const Cause& cause, bool is_logged, bool is_always_logged) {
  if (state.memory == nullptr || ::getpid() != state.process || !become_reporter()) {
    return;
  }
  const Debt::Kind owed = state.debt.take();
  const bool is_news = owed != Debt::Kind::kNothing || (is_always_logged && !state.has_told);
  if (is_news) {
    state.has_told = true;
    tell(cause, owed, is_logged);
  }
  state.reporter = 0;
}

}  // namespace

Debt& debt() { return state.debt; }

std::expected<void, Error> expect_initialization(const connection::Endpoint& endpoint,
                                                 const logging::Settings& log) {
  delete std::exchange(state.memory, nullptr);
  try {
    const Poco::Net::SocketAddress address(endpoint.host, endpoint.port);
    std::memcpy(&state.address, address.addr(), address.length());
    state.address_bytes = address.length();
  } catch (const Poco::Exception& exception) {
    return failure("Runtime.InvalidEndpoint", exception.displayText());
  }
  state.memory = new Memory(endpoint.authority, log);
  state.process = ::getpid();
  state.debt.expect_initialization();
  return {};
}

void report_leaving(std::string_view type, std::string_view message) {
  leave({.type = type, .message = message, .stack = nullptr}, false, false);
}

void leave_by_exit(const Cause& cause) { leave(cause, true, false); }

void leave_by_fault(const Cause& cause) { leave(cause, true, true); }

const Program* known_program() {
  return state.memory == nullptr ? nullptr : &state.memory->program;
}

}  // namespace lambda::crash
