// Requests to one registry: kept connections, the login, redirects, retries. Thread-safe: many
// threads share one session, and one token.
// Source: OCI Distribution Specification 1.1; distribution's token authentication; RFC 9110
// section 15.4 (redirects).
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "deploy/registry/login/challenge.h"
#include "deploy/registry/login/credentials.h"
#include "deploy/registry/retry.h"
#include "deploy/registry/transport/connection.h"
#include "deploy/registry/transport/url.h"
#include "deploy/registry/transport/wire.h"

namespace lambda::registry {

/// The outside world of a session.
struct SessionSettings {
  Connect connect;
  FindCredentials find_credentials;
  AttemptPolicy retry;
  Waits waits;
  Pause pause = sleep_for;
};

template <typename T>
using Tried = std::expected<T, Fault>;

/// The head of an answer, and the connection that its body is read from.
struct Opened {
  std::unique_ptr<Connection> connection;
  Answer answer;
};

class Session {
 public:
  /// `scopes` are what tokens are asked for: "repository:NAME:pull,push".
  Session(Origin registry, std::vector<std::string> scopes, SessionSettings settings);
  ~Session();

  const Origin& registry() const { return registry_; }
  const SessionSettings& settings() const { return settings_; }

  /// One attempt at `request` for `url`, with the login where the registry itself is asked. GET and
  /// HEAD follow redirects, without it where they lead elsewhere; the rest follow them only within
  /// the registry. Result: an answer of any status except 401 and redirects.
  Tried<Answer> once(const Url& url, const Request& request);

  /// The same, with the answer's body left to be read. Give the connection back by keep().
  Tried<Opened> open(const Url& url, const Request& request);

  /// Retries once() under the retry policy. `is_wanted` tells which statuses are answers; all
  /// others are errors.
  std::expected<Answer, Error> ask(const Url& url, const Request& request,
                                   const std::function<bool(int status)>& is_wanted);

  /// Keeps a connection for another request.
  void keep(std::unique_ptr<Connection> connection);

 private:
  class Login;

  Tried<std::unique_ptr<Connection>> connection_to(const Origin& origin, bool& was_used);
  Tried<Opened> send(const Url& url, const Request& request, const std::string& authorization);
  Tried<Url> redirected(const Url& url, const Request& request, const Answer& answer) const;
  Tried<void> log_in(const Answer& refusal, const std::string& used);
  Tried<void> get_token(const Challenge& bearer);

  Origin registry_;
  std::vector<std::string> scopes_;
  SessionSettings settings_;
  std::unique_ptr<Login> login_;
  std::mutex idle_mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace lambda::registry
