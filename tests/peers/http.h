// One HTTP exchange with a server on 127.0.0.1, as a caller of Lambda makes it.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <string>

#include "core/errors/error.h"

namespace lambda::peers {

struct HttpRequest {
  std::string method = "GET";
  std::string path = "/";
  std::map<std::string, std::string> headers;
  std::string body;
};

struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  // Names in lower case.
  std::string body;
};

/// Error: Peers.NoAnswer, with the reason, when the exchange does not end within `limit`.
std::expected<HttpResponse, Error> exchange(uint16_t port, const HttpRequest& request,
                                            std::chrono::seconds limit = std::chrono::seconds(30));

/// Invokes the function of an emulator at `port` with `event`, as the AWS SDKs do.
std::expected<HttpResponse, Error> invoke(uint16_t port, const std::string& event,
                                          const std::map<std::string, std::string>& headers = {});

}  // namespace lambda::peers
