// Debian's docker-registry (CNCF distribution) on 127.0.0.1, open or with one kind of login.
// Source: distribution's configuration reference (auth.htpasswd, auth.token, http.tls).
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "tests/peers/certificate.h"
#include "tests/peers/server.h"

namespace lambda::peers {

/// Who may use it: anybody when all three are absent.
struct RegistryOptions {
  struct Login {
    std::string user;
    std::string password;
  };
  struct TokenService {
    std::string address;      // Where clients fetch tokens, a URL.
    Certificate certificate;  // Signs the tokens.
  };
  std::optional<Login> login;         // Basic authentication.
  std::optional<TokenService> token;  // Bearer tokens.
  std::optional<Certificate> tls;     // HTTPS.
};

inline constexpr std::string_view kTokenIssuer = "peers";
inline constexpr std::string_view kTokenAudience = "registry";

/// An empty registry in a new folder, ready to answer.
/// Error: Peers.NotInstalled, Peers.NoServer, Peers.Htpasswd.
std::expected<std::unique_ptr<Server>, Error> start_registry(const RegistryOptions& options = {});

}  // namespace lambda::peers
