// Poco makes the connection that tells whether a server answers.
#include "tests/peers/server.h"

#include <signal.h>

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

namespace lambda::peers {
namespace {

constexpr std::chrono::milliseconds kPoll{20};

Poco::Net::SocketAddress loopback(uint16_t port) { return {"127.0.0.1", port}; }

}  // namespace

uint16_t free_port() { return Poco::Net::ServerSocket(loopback(0)).address().port(); }

bool answers(uint16_t port) {
  try {
    Poco::Net::StreamSocket socket;
    socket.connect(loopback(port), Poco::Timespan(1, 0));
    return true;
  } catch (const Poco::Exception&) {
    return false;
  }
}

std::expected<std::unique_ptr<Server>, Error> Server::start(const Command& command, uint16_t port,
                                                            std::chrono::seconds limit) {
  auto child = Child::start(command);
  if (!child) {
    return std::unexpected(child.error());
  }
  std::unique_ptr<Server> server(new Server(std::move(*child), port));
  const auto end = std::chrono::steady_clock::now() + limit;
  const auto failed = [&](const std::string& what) {
    return std::unexpected(
        Error{"Peers.NoServer", command.arguments.at(0) + " " + what + "\n" + server->log()});
  };
  while (!answers(port)) {
    // Waiting for the child, not sleeping: its end is known at once.
    if (const auto status = server->child_.wait(kPoll)) {
      return failed("ended with status " + std::to_string(*status));
    }
    if (std::chrono::steady_clock::now() > end) {
      return failed("does not answer");
    }
  }
  return server;
}

Server::~Server() {
  child_.send(SIGTERM);
  child_.wait(std::chrono::seconds(5));
}

std::string Server::log() const { return child_.standard_output() + child_.standard_error(); }

}  // namespace lambda::peers
