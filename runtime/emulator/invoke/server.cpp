// The port where callers invoke the function.
#include "runtime/emulator/invoke/server.h"

#include <format>
#include <string_view>
#include <system_error>
#include <utility>

#include "Poco/Exception.h"
#include "Poco/Net/DNS.h"
#include "Poco/Net/NetException.h"
#include "Poco/Net/ServerSocket.h"
#include "Poco/Net/TCPServer.h"
#include "Poco/Net/TCPServerConnection.h"
#include "Poco/Net/TCPServerConnectionFactory.h"
#include "Poco/Net/TCPServerParams.h"
#include "Poco/ThreadPool.h"
#include "runtime/emulator/invoke/invoke_connection.h"
#include "runtime/emulator/process/wake_signal.h"

namespace lambda::emulator {
namespace {

constexpr int kBacklog = 512;
constexpr int kThreadIdleSeconds = 10;
constexpr int kStackBytes = 256 * 1024;

std::unexpected<Error> address_error(const std::string& address, std::string_view fault,
                                     std::string_view remedy) {
  return std::unexpected(Error{Remedy::kReportAndExit, "Emulator.Address",
                               std::format("Cannot listen on {}: {} {}", address, fault, remedy)});
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

/// What every connection needs. Outlives them.
struct Shared {
  InvokeApi& api;
  ServerTimes times;
  WakeSignal stop;
};

class Connection : public Poco::Net::TCPServerConnection {
 public:
  Connection(const Poco::Net::StreamSocket& socket, Shared& shared)
      : TCPServerConnection(socket), shared_(shared) {}

  void run() override {
    const auto handle = [this](HttpRequest request) {
      return shared_.api.handle(std::move(request));
    };
    serve_connection(socket(), shared_.stop.fd(), shared_.times, handle);
  }

 private:
  Shared& shared_;
};

class ConnectionFactory : public Poco::Net::TCPServerConnectionFactory {
 public:
  explicit ConnectionFactory(Shared& shared) : shared_(shared) {}

  Poco::Net::TCPServerConnection* createConnection(
      const Poco::Net::StreamSocket& socket) override {
    return new Connection(socket, shared_);  // Poco deletes it.
  }

 private:
  Shared& shared_;
};

}  // namespace

struct Server::Parts {
  Parts(const Poco::Net::ServerSocket& bound, InvokeApi& api, int connections_max,
        const ServerTimes& times)
      : shared{api, times, {}},
        pool(2, connections_max + 1, kThreadIdleSeconds, kStackBytes),
        socket(bound) {
    auto* params = new Poco::Net::TCPServerParams;  // Poco counts references to it.
    params->setMaxThreads(connections_max);
    params->setMaxQueued(kBacklog);
    tcp = std::make_unique<Poco::Net::TCPServer>(new ConnectionFactory(shared), pool, socket,
                                                 params);
  }

  Shared shared;
  Poco::ThreadPool pool;
  Poco::Net::ServerSocket socket;
  std::unique_ptr<Poco::Net::TCPServer> tcp;
};

std::expected<std::unique_ptr<Server>, Error> Server::start(const std::string& address,
                                                            InvokeApi& api,
                                                            std::size_t connections_max,
                                                            ServerTimes times) {
  auto socket = listen_on(address);
  if (!socket) return std::unexpected(std::move(socket.error()));
  const auto no_threads = [](std::string_view fault) {
    return std::unexpected(Error{
        Remedy::kReportAndExit, "Emulator.Threads",
        std::format("No threads for the server: {}. Lower --max-concurrency, or raise the limits "
                    "of processes and open files (ulimit -u, ulimit -n).",
                    fault)});
  };
  try {
    auto parts = std::make_unique<Parts>(*socket, api, static_cast<int>(connections_max), times);
    parts->tcp->start();
    return std::unique_ptr<Server>(new Server(std::move(parts)));
  } catch (const Poco::Exception& exception) {
    return no_threads(exception.displayText());
  } catch (const std::system_error& error) {
    return no_threads(error.what());
  }
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return parts_->socket.address().port(); }

std::string Server::address() const { return parts_->socket.address().toString(); }

void Server::stop() {
  parts_->shared.stop.raise();
  parts_->tcp->stop();
  parts_->pool.joinAll();
}

}  // namespace lambda::emulator
