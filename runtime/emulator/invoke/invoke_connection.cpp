// One caller's connection: requests in, answers out, each bounded in time and size.
#include "runtime/emulator/invoke/invoke_connection.h"

#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/emulator/http/deadline_socket.h"
#include "runtime/emulator/http/http_head.h"
#include "runtime/emulator/http/http_request_parser.h"
#include "runtime/emulator/invoke/invoke_api.h"
#include "runtime/emulator/invoke/invoke_request.h"

namespace lambda::emulator {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::chrono::milliseconds kLinger{2'000};

/// What a caller gets who sent half a request.
const HttpFault kTooSlow{408, "The request did not arrive in time. Send it whole, at once."};

class InvokeConnection {
 public:
  InvokeConnection(Poco::Net::StreamSocket socket, int stop_fd, const ServerTimes& times)
      : owner_(std::move(socket)),
        socket_(owner_.impl()->sockfd(), stop_fd),
        times_(times),
        parser_(invoke_api_limits()),
        buffer_(kReadBytes) {}

  void serve(const std::function<HttpAnswer(HttpRequest)>& handle) {
    for (;;) {
      auto request = read_request();
      if (!request) {
        if (request.error()) refuse(*request.error());
        return;
      }
      const bool closes = !request->is_kept_alive;
      const HttpAnswer answer = handle(*std::move(request));
      if (!write(answer, closes)) return;
      if (closes) return linger();
    }
  }

 private:
  /// Error: what to tell the caller; absent when there is nobody to tell.
  std::expected<HttpRequest, std::optional<HttpFault>> read_request() {
    auto deadline = Clock::now() + times_.idle;
    bool has_begun = false;
    for (;;) {
      const auto consumed = parser_.feed(pending_);
      if (!consumed) return std::unexpected(consumed.error());
      pending_.erase(0, *consumed);
      if (parser_.is_complete()) return parser_.take();
      if (!parser_.is_idle() && !std::exchange(has_begun, true)) {
        deadline = Clock::now() + times_.request;
      }
      if (auto refused = answer_expectation()) return std::unexpected(std::move(refused));
      const auto got = socket_.read(buffer_, deadline);
      if (!got) {
        const bool is_slow = got.error() == SocketEnd::kTimedOut && has_begun;
        return std::unexpected(is_slow ? std::optional(kTooSlow) : std::nullopt);
      }
      pending_.assign(buffer_.data(), *got);
    }
  }

  /// Whoever asks first whether to send an event is told so, or at once that it is too large.
  std::optional<HttpFault> answer_expectation() {
    if (parser_.head() == nullptr || !parser_.awaits_continue()) return std::nullopt;
    parser_.continue_was_sent();
    if (parser_.head()->is_body_too_large) {
      return HttpFault{413, "Request must be smaller than 6291456 bytes for the InvokeFunction "
                            "operation"};
    }
    // If the caller is gone, the next read notices.
    static_cast<void>(
        socket_.write("HTTP/1.1 100 Continue\r\n\r\n", "", Clock::now() + times_.answer));
    return std::nullopt;
  }

  bool write(const HttpAnswer& answer, bool closes) {
    const std::string head = http_head(answer, answer.body.size(), closes);
    return socket_.write(head, answer.body, Clock::now() + times_.answer).has_value();
  }

  void refuse(const HttpFault& fault) {
    if (write(invoke_fault_answer(fault), true)) linger();
  }

  void linger() { socket_.linger(buffer_, Clock::now() + kLinger); }

  Poco::Net::StreamSocket owner_;
  DeadlineSocket socket_;
  const ServerTimes& times_;
  HttpRequestParser parser_;
  std::vector<char> buffer_;
  std::string pending_;  // Received, not yet parsed.
};

}  // namespace

void serve_connection(Poco::Net::StreamSocket socket, int stop_fd, const ServerTimes& times,
                      const std::function<HttpAnswer(HttpRequest)>& handle) {
  InvokeConnection(std::move(socket), stop_fd, times).serve(handle);
}

}  // namespace lambda::emulator
