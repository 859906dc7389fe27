// One caller's connection: requests in, answers out, each bounded in time and size.
// Source: RFC 9112, section 9.
#pragma once

#include <functional>

#include "Poco/Net/StreamSocket.h"
#include "runtime/emulator/http/http_message.h"
#include "runtime/emulator/invoke/server_times.h"

namespace lambda::emulator {

/// Serves until the caller closes, breaks a rule or is too slow, or `stop_fd` is readable.
/// `handle` may take as long as it must.
void serve_connection(Poco::Net::StreamSocket socket, int stop_fd, const ServerTimes& times,
                      const std::function<HttpAnswer(HttpRequest)>& handle);

}  // namespace lambda::emulator
