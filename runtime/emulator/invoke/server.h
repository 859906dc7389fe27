// The port where callers invoke the function. Source: AWS Lambda API Reference, "Invoke"; RFC 9112.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>

#include "runtime/emulator/invoke/invoke_api.h"
#include "runtime/emulator/invoke/server_times.h"
#include "runtime/errors/error.h"

namespace lambda::emulator {

/// A thread for each connection, by Poco's TCPServer.
class Server {
 public:
  /// Listens on `address`, "HOST:PORT"; port 0 lets the kernel choose. `api` must outlive it.
  /// Error: the address is malformed or taken; the message says what to type instead.
  static std::expected<std::unique_ptr<Server>, Error> start(const std::string& address,
                                                             InvokeApi& api,
                                                             std::size_t connections_max,
                                                             ServerTimes times = {});
  ~Server();

  std::uint16_t port() const;
  /// "127.0.0.1:8080", as bound.
  std::string address() const;
  /// Accepts and reads no more; waits for the answers under way.
  void stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace lambda::emulator
