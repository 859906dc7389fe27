// The Runtime API of one process: its own port, so that its connections need no other name.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API".
#pragma once

#include <poll.h>

#include <chrono>
#include <expected>
#include <list>
#include <span>
#include <string>
#include <vector>

#include "Poco/Net/ServerSocket.h"
#include "runtime/emulator/sandbox/invocation.h"
#include "runtime/emulator/sandbox/runtime_connection.h"
#include "runtime/emulator/sandbox/runtime_session.h"
#include "runtime/errors/error.h"

namespace lambda::emulator {

/// A port on 127.0.0.1 and the connections to it. Never waits: the owner polls.
class RuntimeListener {
 public:
  /// Error: Sandbox.Failure when there is no port or descriptor left.
  static std::expected<RuntimeListener, Error> open();

  /// "127.0.0.1:PORT".
  std::string address() const;

  /// Adds what to poll.
  void add_to(std::vector<pollfd>& polled) const;
  /// Accepts, reads, answers and writes as far as it goes without waiting.
  void advance(RuntimeSession& session, std::span<char> scratch);
  /// Writes the event to the process. Its session must be waiting. `invocation` must live until
  /// the session has an outcome or this object dies.
  void deliver(const Invocation& invocation, std::chrono::system_clock::time_point deadline,
               RuntimeSession& session);

 private:
  explicit RuntimeListener(Poco::Net::ServerSocket socket) : socket_(std::move(socket)) {}

  void accept_some();
  void read(RuntimeConnection& connection, RuntimeSession& session, std::span<char> scratch);
  static void end_response(const RuntimeConnection& connection, bool is_too_large,
                           RuntimeSession& session);
  void hold_next_open(RuntimeConnection& connection);
  void drop_closed(RuntimeSession& session);

  Poco::Net::ServerSocket socket_;
  std::list<RuntimeConnection> connections_;
  RuntimeConnection* waiting_ = nullptr;     // Holds `next` open.
  RuntimeConnection* delivering_ = nullptr;  // Is being sent the event.
};

}  // namespace lambda::emulator
