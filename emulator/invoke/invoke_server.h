// The port where callers invoke the function. Source: AWS Lambda API Reference, "Invoke"; RFC 9112.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <thread>

#include "core/errors/error.h"
#include "emulator/http/http_port.h"
#include "emulator/invoke/invoke_api.h"
#include "emulator/invoke/mailbox.h"
#include "emulator/invoke/worker.h"

namespace lambda::emulator {

struct ServerOptions {
  std::size_t connections_max = 1'024;
  HttpTimes times{.idle = std::chrono::seconds(60),
                  .request = std::chrono::seconds(30),
                  .answer = std::chrono::seconds(30),
                  .linger = std::chrono::seconds(5)};
};

/// One thread for all connections: it reads requests, hands them on and writes answers; nobody
/// waits in it for a caller or for the function. A second one looks at large events.
class InvokeServer : private HttpPortOwner {
 public:
  /// Listens on `address`, "HOST:PORT"; port 0 lets the kernel choose. `api` must outlive it, and
  /// reply to every request before the server is stopped or while it is.
  /// Error: the address is malformed or taken; the message says what to type instead.
  static std::expected<std::unique_ptr<InvokeServer>, Error> start(
      const std::string& address, InvokeApi& api, const ServerOptions& options = {});
  ~InvokeServer() override;

  std::uint16_t port() const { return port_.port(); }
  /// "127.0.0.1:8080", as bound.
  std::string address() const { return port_.address(); }
  /// Accepts and reads no more; waits for the answers under way.
  void stop();

 private:
  InvokeServer(Poco::Net::ServerSocket socket, InvokeApi& api, const ServerOptions& options);

  void on_request(ConnectionId id, HttpRequest request) override;
  HttpAnswer on_fault(const HttpFault& fault, const HttpRequest* cut) override;
  void on_gone(ConnectionId id, const HttpRequest* cut, bool is_unanswered) override;
  void handle(ConnectionId id, HttpRequest request);
  void run();
  void deliver_answers();

  InvokeApi& api_;
  HttpPort port_;
  Mailbox answers_;
  std::size_t under_way_ = 0;  // Requests that the function has not answered.
  std::atomic<bool> is_stopping_ = false;
  Worker worker_;
  std::thread thread_;  // Last, so that it starts when all else is there.
};

}  // namespace lambda::emulator
