// Stands before a server on 127.0.0.1 and keeps what was asked of it: what tests count and look at
// is what arrived, not what a program says that it sent.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "tests/peers/http.h"
#include "tests/peers/responder.h"

namespace lambda::peers {

/// The answer of the server at `port` to `request`, without the headers that are between two
/// neighbours only; 502 when there is none.
HttpResponse pass_on(uint16_t port, HttpRequest request);

/// One exchange. The answer is what the caller got.
struct Exchange {
  HttpRequest request;
  HttpResponse answer;
};

class RecordingProxy {
 public:
  /// Answers in the server's place, or passes the request on when it returns nothing. Called from
  /// several threads.
  using Interception = std::function<std::optional<HttpResponse>(const HttpRequest&)>;

  explicit RecordingProxy(uint16_t behind, Interception interception = {});

  uint16_t port() const { return responder_.port(); }

  /// All that was asked since the start or the last `forget`, in the order of the answers.
  std::vector<Exchange> exchanges() const;

  void forget();

 private:
  HttpResponse answer(const HttpRequest& request);

  uint16_t behind_;
  Interception interception_;
  mutable std::mutex mutex_;
  std::vector<Exchange> exchanges_;
  Responder responder_;  // Last: it calls the others.
};

}  // namespace lambda::peers
