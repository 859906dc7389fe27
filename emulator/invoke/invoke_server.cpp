// The port where callers invoke the function.
#include "emulator/invoke/invoke_server.h"

#include <format>
#include <string_view>
#include <system_error>
#include <utility>

#include <Poco/Exception.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>

#include "emulator/invoke/invoke_request.h"

namespace lambda::emulator {
namespace {

constexpr int kBacklog = 512;
// Whether it is JSON takes milliseconds to say: too long for the others to wait.
constexpr std::size_t kLargeEventBytes = 128 * 1024;

std::unexpected<Error> address_error(const std::string& address, std::string_view fault,
                                     std::string_view remedy) {
  return std::unexpected(
      Error{"Emulator.Address", std::format("Cannot listen on {}: {} {}", address, fault, remedy)});
}

std::expected<Poco::Net::ServerSocket, Error> listen_on(const std::string& address) {
  if (address.find(':') == std::string::npos) {
    return address_error(address, "it names no port.", "Type HOST:PORT, as in 127.0.0.1:8080.");
  }
  try {
    Poco::Net::ServerSocket socket;
    // The address may be taken again at once after an emulator ended, but not beside a live one.
    socket.bind(Poco::Net::SocketAddress(address), true, false);
    socket.listen(kBacklog);
    return socket;
  } catch (const Poco::Net::NetException& exception) {
    if (exception.code() == POCO_EADDRINUSE) {
      return address_error(address, "another program has this port.",
                           "End that program, or choose another port: --address 127.0.0.1:0 lets "
                           "the kernel choose.");
    }
    return address_error(address, exception.displayText() + ".",
                         "Type HOST:PORT with an address of this machine, as in 127.0.0.1:8080.");
  } catch (const Poco::Exception& exception) {
    return address_error(address, exception.displayText() + ".",
                         "Type HOST:PORT with an address of this machine, as in 127.0.0.1:8080.");
  }
}

}  // namespace

std::expected<std::unique_ptr<InvokeServer>, Error> InvokeServer::start(
    const std::string& address, InvokeApi& api, const ServerOptions& options) {
  auto socket = listen_on(address);
  if (!socket) {
    return std::unexpected(std::move(socket.error()));
  }
  try {
    return std::unique_ptr<InvokeServer>(new InvokeServer(*std::move(socket), api, options));
  } catch (const std::system_error& error) {
    return std::unexpected(
        Error{"Emulator.Threads",
              std::format("The server cannot start: {}. Raise the limits of processes and open "
                          "files (ulimit -u, ulimit -n).",
                          error.what())});
  }
}

InvokeServer::InvokeServer(Poco::Net::ServerSocket socket, InvokeApi& api,
                           const ServerOptions& options)
    : api_(api),
      port_(std::move(socket),
            {.limits = invoke_api_limits(),
             .times = options.times,
             .connections_max = options.connections_max},
            *this),
      thread_([this] { run(); }) {}

InvokeServer::~InvokeServer() { stop(); }

void InvokeServer::stop() {
  is_stopping_ = true;
  port_.wake();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void InvokeServer::run() {
  while (!is_stopping_) {
    port_.advance(std::nullopt);
    deliver_answers();
  }
  port_.stop();
  while (under_way_ > 0 || !port_.is_drained()) {
    port_.advance(std::nullopt);
    deliver_answers();
  }
}

void InvokeServer::deliver_answers() {
  for (Letter& letter : answers_.empty()) {
    --under_way_;
    port_.answer(letter.to, std::move(letter.answer));
  }
}

void InvokeServer::on_request(ConnectionId id, HttpRequest request) {
  ++under_way_;
  if (request.body.size() < kLargeEventBytes) {
    return handle(id, std::move(request));
  }
  // Shared, since a std::function can be copied, and such an event should not.
  auto shared = std::make_shared<HttpRequest>(std::move(request));
  worker_.post([this, id, shared] { handle(id, std::move(*shared)); });
}

void InvokeServer::handle(ConnectionId id, HttpRequest request) {
  api_.handle(std::move(request), [this, id](HttpAnswer answer) {
    answers_.put({id, std::move(answer)}, [this] { port_.wake(); });
  });
}

HttpAnswer InvokeServer::on_fault(const HttpFault& fault, const HttpRequest* /*cut*/) {
  return invoke_fault_answer(fault);
}

void InvokeServer::on_gone(ConnectionId /*id*/, const HttpRequest* /*cut*/,
                           bool /*is_unanswered*/) {}

}  // namespace lambda::emulator
