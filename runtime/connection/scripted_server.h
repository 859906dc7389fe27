// For tests: a server on a real socket that follows a script, misbehaviour included.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include "runtime/connection/endpoint.h"

namespace lambda::connection {

/// What becomes of one request.
struct ScriptedExchange {
  enum class Reading { kWholeRequest, kHead, kNothing };
  enum class Ending {
    kKeep,
    kClose,
    kReset,
    kFinishAndClose,  // Says that it has no more to send, then closes.
  };

  std::string answer;                        // Written as it is; may be cut anywhere, or empty.
  Reading reading = Reading::kWholeRequest;  // Before the answer is written.
  Ending ending = Ending::kKeep;             // Of the connection, after it.
  std::size_t bytes_per_write = std::string::npos;
  std::function<void()> before_answer = {};  // Called on the server's thread.
};

/// Serves one connection after the other, each with its list of exchanges; then refuses
/// connections.
class ScriptedServer {
 public:
  using Connections = std::vector<std::vector<ScriptedExchange>>;

  explicit ScriptedServer(Connections connections);
  ~ScriptedServer() { finish(); }

  Endpoint endpoint() const;

  /// Waits until the script is over or its client stopped. Result: each request read, head and
  /// body.
  /// Call it after the client has done its part.
  const std::vector<std::string>& finish();

 private:
  void serve(const Connections& connections);
  void serve_one(Poco::Net::StreamSocket& socket, const ScriptedExchange& exchange);

  Poco::Net::ServerSocket listener_;
  Endpoint endpoint_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

/// An answer with a Content-Length. `headers`: whole lines, each with its CR LF.
std::string make_answer(int status, const std::string& headers, const std::string& body);

/// The same bytes in chunks of `chunk_bytes`.
std::string make_chunked_answer(int status, const std::string& headers, const std::string& body,
                                std::size_t chunk_bytes);

}  // namespace lambda::connection
