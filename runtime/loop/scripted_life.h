// For tests: one life of an environment, the loop against a server that follows a script. A life
// ends with status 500 for `next`, after which the loop must return status 1.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/connection/scripted_server.h"
#include "runtime/environment/environment.h"
#include "runtime/loop/invoke.h"
#include "runtime/loop/loop.h"
#include "runtime/loop/process_services.h"

namespace lambda::loop {

inline constexpr RetryPolicy kQuickRetry{.attempts = 4,
                                         .first_wait = std::chrono::milliseconds(1),
                                         .answer_wait = std::chrono::seconds(30)};

/// The headers of an event; `more`: whole lines.
std::string headers_of(const std::string& id, const std::string& more = "");

connection::ScriptedExchange event(const std::string& id, const std::string& body,
                                   const std::string& more = "");
connection::ScriptedExchange status(int code);
connection::ScriptedExchange lose(
    connection::ScriptedExchange::Ending ending = connection::ScriptedExchange::Ending::kClose);

/// Takes the request and says nothing until the client goes away.
std::vector<connection::ScriptedExchange> silence();

/// What the server was asked.
struct Asked {
  std::string line;  // `METHOD path`, the path without what all have in common.
  std::string head;
  std::string body;
};
std::vector<Asked> asked_of(const std::vector<std::string>& requests);
std::vector<std::string> lines(const std::vector<Asked>& asked);

inline const std::string kNext = "GET invocation/next";
inline std::string response(const std::string& id) { return "POST invocation/" + id + "/response"; }
inline std::string error(const std::string& id) { return "POST invocation/" + id + "/error"; }

inline Borrowed echo(std::string_view event) { return {event}; }

/// Serves by the script.
template <typename Handler>
std::vector<Asked> serve(connection::ScriptedServer::Connections script, Handler handler,
                         RetryPolicy retry = kQuickRetry) {
  connection::ScriptedServer server(std::move(script));
  ProcessServices process{Environment()};
  {
    Loop loop(process, server.endpoint(), retry);
    EXPECT_EQ(loop.serve(refer_to(handler)), 1);
  }
  return asked_of(server.finish());
}

}  // namespace lambda::loop
