// The Runtime API of one process: its own port, so that its connections need no other name.
#include "runtime/emulator/sandbox/runtime_listener.h"

#include <format>
#include <optional>
#include <utility>

#include "Poco/Exception.h"
#include "Poco/Net/NetException.h"
#include "runtime/emulator/sandbox/runtime_api.h"

namespace lambda::emulator {
namespace {

constexpr std::size_t kConnectionsMax = 32;
constexpr int kBacklog = 16;

}  // namespace

std::expected<RuntimeListener, Error> RuntimeListener::open() {
  try {
    Poco::Net::ServerSocket socket;
    socket.bind(Poco::Net::SocketAddress("127.0.0.1", 0), false, false);
    socket.listen(kBacklog);
    socket.setBlocking(false);
    return RuntimeListener(std::move(socket));
  } catch (const Poco::Exception& exception) {
    return std::unexpected(
        Error{Remedy::kReportAndContinue, "Sandbox.Failure",
              std::format("A port for the Runtime API: {}. Lower --max-concurrency, or raise the "
                          "limit of open files (ulimit -n).",
                          exception.displayText())});
  }
}

std::string RuntimeListener::address() const {
  return std::format("127.0.0.1:{}", socket_.address().port());
}

void RuntimeListener::add_to(std::vector<pollfd>& polled) const {
  if (connections_.size() < kConnectionsMax) {
    polled.push_back({socket_.impl()->sockfd(), POLLIN, 0});
  }
  for (const RuntimeConnection& connection : connections_) {
    const short events = connection.wants_to_write() ? POLLIN | POLLOUT : POLLIN;
    polled.push_back({connection.fd(), events, 0});
  }
}

void RuntimeListener::accept_some() {
  try {
    while (connections_.size() < kConnectionsMax &&
           socket_.poll(Poco::Timespan(), Poco::Net::Socket::SELECT_READ)) {
      Poco::Net::StreamSocket socket = socket_.acceptConnection();
      socket.setNoDelay(true);
      connections_.emplace_back(std::move(socket), runtime_api_limits());
    }
  } catch (const Poco::Exception&) {
    // The peer left before it was accepted, or descriptors ran out: it tries again.
  }
}

void RuntimeListener::advance(RuntimeSession& session, std::span<char> scratch) {
  accept_some();
  for (RuntimeConnection& connection : connections_) {
    if (connection.wants_to_write()) connection.write_some();
    if (&connection == delivering_ && !connection.wants_to_write()) delivering_ = nullptr;
    read(connection, session, scratch);
  }
  drop_closed(session);
}

void RuntimeListener::read(RuntimeConnection& connection, RuntimeSession& session,
                           std::span<char> scratch) {
  for (;;) {
    switch (connection.read_some(scratch)) {
      case RuntimeConnection::Progress::kNothing:
        if (!connection.has_unread_bytes()) return;
        break;
      case RuntimeConnection::Progress::kFault:
        end_response(connection, connection.fault().status == 413, session);
        connection.answer(fault_answer(connection.fault()));
        return;
      case RuntimeConnection::Progress::kClosed:
        end_response(connection, false, session);
        return;
      case RuntimeConnection::Progress::kRequest: {
        RuntimeCall call = handle_runtime_call(connection.take_request(), session);
        if (call.is_held_open) {
          hold_next_open(connection);
        } else {
          connection.answer(std::move(call.answer));
        }
        break;
      }
    }
  }
}

// A response that will never be whole ends its invocation all the same.
void RuntimeListener::end_response(const RuntimeConnection& connection, bool is_too_large,
                                   RuntimeSession& session) {
  const HttpRequest* cut = connection.cut_request();
  const auto id = cut == nullptr ? std::nullopt : response_request_id(*cut);
  if (!id) return;
  if (!is_too_large) return session.on_truncated_response(*id);
  PostedResult result;
  result.request_id = *id;
  result.is_too_large = true;
  // The connection's own fault is the answer.
  static_cast<void>(session.on_response(std::move(result)));
}

// A runtime that lost its connection asks again on a new one; the old one is of no use then.
void RuntimeListener::hold_next_open(RuntimeConnection& connection) {
  if (waiting_ != nullptr) waiting_->close();
  waiting_ = &connection;
}

void RuntimeListener::drop_closed(RuntimeSession& session) {
  for (auto it = connections_.begin(); it != connections_.end();) {
    if (!it->is_closed()) {
      ++it;
      continue;
    }
    if (&*it == waiting_) {
      waiting_ = nullptr;
      session.on_next_lost();
    }
    if (&*it == delivering_) {
      delivering_ = nullptr;
      session.on_delivery_failed();
    }
    it = connections_.erase(it);
  }
}

void RuntimeListener::deliver(const Invocation& invocation,
                              std::chrono::system_clock::time_point deadline,
                              RuntimeSession& session) {
  RuntimeConnection& connection = *std::exchange(waiting_, nullptr);
  session.on_delivered(invocation);
  connection.answer(event_answer(invocation, deadline), invocation.payload);
  delivering_ = connection.wants_to_write() || connection.is_closed() ? &connection : nullptr;
}

}  // namespace lambda::emulator
