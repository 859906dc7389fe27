// The Runtime API of one process: its own port, so that its connections need no other name.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API".
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>

#include <Poco/Net/ServerSocket.h>

#include "core/errors/error.h"
#include "emulator/http/http_port.h"
#include "emulator/sandbox/invocation.h"
#include "emulator/sandbox/runtime_session.h"

namespace lambda::emulator {

/// A port on 127.0.0.1 and the connections to it. Never waits: the owner polls.
class RuntimeListener : private HttpPortOwner {
 public:
  /// `session` must outlive it. Error: Sandbox.Failure when ports or descriptors have run out.
  static std::expected<std::unique_ptr<RuntimeListener>, Error> open(RuntimeSession& session);

  /// "127.0.0.1:PORT".
  std::string address() const { return port_.address(); }

  /// Readable when advance() has something to do.
  int fd() const { return port_.fd(); }
  /// Accepts, reads, answers and writes what can be done at once, a bounded amount of it.
  void advance();
  /// The same, until nothing is left of what the process has sent.
  void drain();
  /// Writes the event to the process. Its session must be waiting. `invocation` must live until
  /// the session has an outcome or this object dies.
  void deliver(const FunctionInvocation& invocation,
               std::chrono::system_clock::time_point deadline);

  std::size_t connection_count() const { return port_.connection_count(); }

 private:
  RuntimeListener(Poco::Net::ServerSocket socket, RuntimeSession& session);

  void on_request(ConnectionId id, HttpRequest request) override;
  HttpAnswer on_fault(const HttpFault& fault, const HttpRequest* cut) override;
  void on_gone(ConnectionId id, const HttpRequest* cut, bool is_unanswered) override;
  void end_response(const HttpRequest* cut, bool is_too_large);
  void forget_event();

  RuntimeSession& session_;
  HttpPort port_;
  std::optional<ConnectionId> waiting_;     // Holds `next` open.
  std::optional<ConnectionId> delivering_;  // Was or is being sent the newest event.
};

}  // namespace lambda::emulator
