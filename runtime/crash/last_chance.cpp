// The report is written into memory that is there from the beginning, and sent by plain system
// calls: the heap, the locks and the connection of the loop may be what is broken.
#include "runtime/crash/last_chance.h"

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "runtime/api/header_names.h"

namespace lambda::crash {
namespace {

constexpr std::size_t kMessageBytesMax = 4000;
constexpr int kReportSeconds = 2;
constexpr std::array<int, 4> kFaults = {SIGSEGV, SIGBUS, SIGILL, SIGFPE};

enum class Owed { kNothing, kInitialization, kAnswer };

/// A text of fixed room; what is too long is cut.
template <std::size_t kBytesMax>
class FixedText {
 public:
  void clear() { size_ = 0; }
  FixedText& add(std::string_view text) {
    const std::size_t count = std::min(text.size(), kBytesMax - size_);
    std::memcpy(bytes_ + size_, text.data(), count);
    size_ += count;
    return *this;
  }
  FixedText& add_number(std::size_t number) {
    char digits[24];
    char* begin = digits + sizeof digits;
    do {
      *--begin = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number > 0);
    return add({begin, static_cast<std::size_t>(digits + sizeof digits - begin)});
  }
  /// As a part of a JSON string, or of a header.
  FixedText& add_plain(std::string_view text) {
    for (const char c : text.substr(0, kMessageBytesMax)) {
      const bool is_plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
      add(is_plain ? std::string_view(&c, 1) : c == '"' ? "'" : c == '\\' ? "/" : " ");
    }
    return *this;
  }
  std::string_view text() const { return {bytes_, size_}; }

 private:
  char bytes_[kBytesMax];
  std::size_t size_ = 0;
};

struct State {
  std::atomic<Owed> owed = Owed::kNothing;
  sockaddr_storage address;
  socklen_t address_bytes = 0;
  FixedText<256> authority;
  FixedText<256> request_id;
  FixedText<1024> invocation_id;
  std::array<struct sigaction, kFaults.size()> host_actions;
  int (*owns_thread)() = nullptr;
};
State state;  // A signal handler has no other way to it.

void write_request(FixedText<8192>& request, Owed owed, std::string_view type,
                   std::string_view message) {
  FixedText<kMessageBytesMax + 512> body;
  body.add("{\"errorMessage\":\"").add_plain(message).add("\",\"errorType\":\"").add_plain(type);
  body.add("\",\"stackTrace\":[]}");
  request.add("POST ");
  if (owed == Owed::kInitialization) {
    request.add(api::kInitErrorPath);
  } else {
    request.add(api::kInvocationPathPrefix).add(state.request_id.text()).add(api::kErrorPathSuffix);
  }
  request.add(" HTTP/1.1\r\nHost: ").add(state.authority.text());
  request.add("\r\nContent-Type: ").add(api::kErrorContentType);
  request.add("\r\n").add(api::kErrorType).add(": ").add_plain(type);
  if (owed == Owed::kAnswer && !state.invocation_id.text().empty()) {
    request.add("\r\n").add(api::kInvocationId).add(": ").add(state.invocation_id.text());
  }
  request.add("\r\nConnection: close\r\nContent-Length: ").add_number(body.text().size());
  request.add("\r\n\r\n").add(body.text());
}

/// Sends the request and waits for the answer's first bytes, so that it has been taken.
void send(std::string_view request) {
  const int connection = ::socket(state.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection < 0) {
    return;
  }
  const timeval limit{.tv_sec = kReportSeconds, .tv_usec = 0};
  ::setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (::connect(connection, reinterpret_cast<const sockaddr*>(&state.address),
                state.address_bytes) == 0) {
    ssize_t sent = 0;
    do {
      sent = ::send(connection, request.data(), request.size(), MSG_NOSIGNAL);
      request.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : 0);
    } while (!request.empty() && (sent > 0 || errno == EINTR));
    char answer[64];
    while (::recv(connection, answer, sizeof answer, 0) < 0 && errno == EINTR) {
    }
  }
  ::close(connection);
}

void on_exit() {
  report_leaving("Runtime.ExitError", "the process called exit(); its log may say why");
}

void on_abort(int signal) {
  report_leaving("Runtime.Aborted", "the process called abort(); its log may say why");
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

const struct sigaction& host_action(int signal) {
  const auto found = std::find(kFaults.begin(), kFaults.end(), signal);
  return state.host_actions[static_cast<std::size_t>(found - kFaults.begin())];
}

void on_fault(int signal, siginfo_t* information, void* registers) {
  const struct sigaction& host = host_action(signal);
  const bool is_hosts = state.owns_thread != nullptr && state.owns_thread() != 0;
  if (is_hosts && (host.sa_flags & SA_SIGINFO) != 0) {
    host.sa_sigaction(signal, information, registers);
    return;
  }
  if (is_hosts && host.sa_handler != SIG_DFL && host.sa_handler != SIG_IGN) {
    host.sa_handler(signal);
    return;
  }
  report_leaving("Runtime.Fault", signal == SIGSEGV || signal == SIGBUS
                                      ? "a memory fault in native code ended the process"
                                      : "an illegal instruction in native code ended the process");
  ::signal(signal, SIG_DFL);  // The instruction is tried again, and ends the process as it should.
}

}  // namespace

std::expected<void, Error> expect_initialization(const http::Endpoint& endpoint) {
  try {
    const Poco::Net::SocketAddress address(endpoint.host, endpoint.port);
    std::memcpy(&state.address, address.addr(), address.length());
    state.address_bytes = address.length();
  } catch (const Poco::Exception& exception) {
    return std::unexpected(Error{.remedy = Remedy::kReportAndContinue,
                                 .type = "Runtime.InvalidEndpoint",
                                 .message = exception.displayText()});
  }
  state.authority.clear();
  state.authority.add(endpoint.authority);
  state.owed = Owed::kInitialization;
  return {};
}

void expect_answer(const api::InvocationKey& key) {
  state.request_id.clear();
  state.request_id.add(key.request_id);
  state.invocation_id.clear();
  state.invocation_id.add(key.invocation_id);
  state.owed = state.address_bytes == 0 ? Owed::kNothing : Owed::kAnswer;
}

void expect_nothing() { state.owed = Owed::kNothing; }

void report_leaving(std::string_view type, std::string_view message) {
  const Owed owed = state.owed.exchange(Owed::kNothing);
  if (owed == Owed::kNothing) {
    return;
  }
  FixedText<8192> request;
  write_request(request, owed, type, message);
  send(request.text());
}

void guard_exits(int (*owns_thread)()) {
  state.owns_thread = owns_thread;
  std::atexit(on_exit);
  ::signal(SIGABRT, on_abort);
  for (std::size_t i = 0; i < kFaults.size(); ++i) {
    ::sigaction(kFaults[i], nullptr, &state.host_actions[i]);
    struct sigaction ours = state.host_actions[i];
    ours.sa_sigaction = on_fault;
    ours.sa_flags |= SA_SIGINFO;
    ::sigaction(kFaults[i], &ours, nullptr);
  }
}

}  // namespace lambda::crash
