// The Runtime API of one process: its own port, so that its connections need no other name.
#include "emulator/sandbox/runtime_listener.h"

#include <format>
#include <system_error>
#include <utility>

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>

#include "emulator/sandbox/runtime_api.h"

namespace lambda::emulator {
namespace {

constexpr std::size_t kConnectionsMax = 64;
constexpr int kBacklog = 64;
// More than the sockets of all connections hold, should one that outlives the process send on.
constexpr int kDrainTurnsMax = 256;

HttpPortOptions port_options() {
  HttpPortOptions options;
  options.limits = runtime_api_limits();
  options.connections_max = kConnectionsMax;
  // A runtime that leaves while its `next` is held must not be given an event.
  options.is_half_closed_gone = true;
  return options;
}

std::unexpected<Error> no_port(std::string_view fault) {
  return std::unexpected(
      Error{"Sandbox.Failure",
            std::format("A port for the Runtime API: {}. Lower --max-concurrency, or raise the "
                        "limit of open files (ulimit -n).",
                        fault)});
}

}  // namespace

std::expected<std::unique_ptr<RuntimeListener>, Error> RuntimeListener::open(
    RuntimeSession& session) {
  try {
    Poco::Net::ServerSocket socket;
    socket.bind(Poco::Net::SocketAddress("127.0.0.1", 0), false, false);
    socket.listen(kBacklog);
    return std::unique_ptr<RuntimeListener>(new RuntimeListener(std::move(socket), session));
  } catch (const Poco::Exception& exception) {
    return no_port(exception.displayText());
  } catch (const std::system_error& error) {
    return no_port(error.what());
  }
}

RuntimeListener::RuntimeListener(Poco::Net::ServerSocket socket, RuntimeSession& session)
    : session_(session), port_(std::move(socket), port_options(), *this) {}

void RuntimeListener::advance() { port_.advance(HttpPort::Time::min()); }

void RuntimeListener::drain() {
  for (int i = 0; i < kDrainTurnsMax && port_.advance(HttpPort::Time::min()); ++i) {
  }
}

void RuntimeListener::on_request(ConnectionId id, HttpRequest request) {
  RuntimeCall call = handle_runtime_call(std::move(request), session_);
  forget_event();
  if (!call.is_held_open) {
    return port_.answer(id, std::move(call.answer));
  }
  // A runtime that lost its connection asks again on a new one; the old one is of no use then.
  if (const auto older = std::exchange(waiting_, id)) {
    port_.close(*older);
  }
}

HttpAnswer RuntimeListener::on_fault(const HttpFault& fault, const HttpRequest* cut) {
  end_response(cut, fault.status == 413);
  return fault_answer(fault);
}

void RuntimeListener::on_gone(ConnectionId id, const HttpRequest* cut, bool is_unanswered) {
  end_response(cut, false);
  if (waiting_ == id) {
    waiting_.reset();
    session_.on_next_lost();
  }
  if (delivering_ == id) {
    delivering_.reset();
    if (is_unanswered) {
      session_.on_delivery_failed();
    }
  }
}

// A response that will never be whole ends its invocation all the same.
void RuntimeListener::end_response(const HttpRequest* cut, bool is_too_large) {
  const auto id = cut == nullptr ? std::nullopt : response_request_id(*cut);
  if (!id) {
    return;
  }
  if (is_too_large) {
    PostedResult result;
    result.request_id = *id;
    result.is_too_large = true;
    // The connection's own fault is the answer.
    static_cast<void>(session_.on_response(std::move(result)));
  } else {
    session_.on_truncated_response(*id);
  }
  forget_event();
}

// Answered on another connection before it was written whole, an event dies with its invocation.
void RuntimeListener::forget_event() {
  if (session_.has_outcome() && delivering_ && port_.is_answering(*delivering_)) {
    port_.close(*delivering_);
  }
}

void RuntimeListener::deliver(const FunctionInvocation& invocation,
                              std::chrono::system_clock::time_point deadline) {
  delivering_ = std::exchange(waiting_, std::nullopt);
  session_.on_delivered(invocation);
  port_.answer(*delivering_, event_answer(invocation, deadline), invocation.payload);
}

}  // namespace lambda::emulator
