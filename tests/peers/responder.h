// A web server of one function, on a port of 127.0.0.1 that the kernel picks.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "tests/peers/http.h"

namespace lambda::peers {

/// Serves from threads of its own until it is destroyed: `answer` must be thread-safe.
class Responder {
 public:
  /// The answer to a request. Header names of the request come in lower case. A `content-length`
  /// among the answer's headers is sent as it is, even when the body is shorter: a cut answer.
  using Answer = std::function<HttpResponse(const HttpRequest&)>;

  explicit Responder(Answer answer);
  ~Responder();

  uint16_t port() const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace lambda::peers
