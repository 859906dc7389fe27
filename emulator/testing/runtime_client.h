// A runtime on a bare socket, so that the tests' functions depend on nothing that is tested.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API".
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/testing/raw_http.h"

namespace lambda::emulator::testing {

inline constexpr std::string_view kRuntimePath = "/2018-06-01/runtime";

/// Calls the Runtime API. Ends the process, with a status for each reason, when it cannot go on.
class RuntimeClient {
 public:
  RuntimeClient();

  void reconnect() { connection_.emplace(port_); }
  RawConnection& connection() { return *connection_; }

  RawAnswer call(std::string_view method, const std::string& path, std::string_view headers,
                 std::string_view body);
  RawAnswer next() { return call("GET", "/invocation/next", "", ""); }
  RawAnswer respond(const RawAnswer& event, std::string_view body);

  /// The request id of an event.
  static std::string id(const RawAnswer& event);
  /// The header that an answer to the event should carry.
  static std::string echo(const RawAnswer& event);

 private:
  std::uint16_t port_ = 0;
  std::optional<RawConnection> connection_;
};

/// What a function does from its start to its end.
using Behaviour = std::function<void(RuntimeClient&)>;
using Behaviours = std::map<std::string, Behaviour, std::less<>>;

/// Answers every event with what `handle` makes of it.
Behaviour serve(std::function<std::string(const RawAnswer&)> handle);

/// Misbehaves at the event "bad" only, so that tests see that the next invocation works. An empty
/// text sends no response.
Behaviour at_bad(std::function<std::string(RuntimeClient&, const RawAnswer&)> misbehave);

}  // namespace lambda::emulator::testing
