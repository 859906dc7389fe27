// A tunnel's head is read by the runtime's parser; behind it the peer is silent until it is asked.
#include "deploy/registry/transport/dial.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <string>

#include <Poco/Exception.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/HTTPBasicCredentials.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HostEntry.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>

#include "core/http/request_head.h"
#include "core/http/response_head.h"

namespace lambda::registry {
namespace {

using Poco::Net::StreamSocket;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::unexpected<AttemptError> cannot_connect(const Origin& origin, Outlook outlook,
                                             const std::string& reason) {
  return std::unexpected(AttemptError{outlook, "Registry.CannotConnect",
                                      "cannot connect to " + authority(origin) + ": " + reason});
}

/// `whose`: what an unknown name is the name of.
std::expected<StreamSocket, AttemptError> connect_to(const Origin& origin, milliseconds wait,
                                                     const std::string& whose) {
  std::string reason = "it has no address";
  try {
    const Poco::Timespan limit(wait.count() * 1000);
    for (const auto& address : Poco::Net::DNS::resolve(origin.host).addresses()) {
      try {
        StreamSocket socket;
        socket.connect(Poco::Net::SocketAddress(address, origin.port), limit);
        return socket;
      } catch (const Poco::Exception& exception) {
        reason = exception.displayText();
      }
    }
  } catch (const Poco::Net::NetException& exception) {
    // Hosts that do not exist do not appear by trying again; name servers do.
    const bool passes =
        dynamic_cast<const Poco::Net::DNSException*>(&exception) != nullptr &&
        dynamic_cast<const Poco::Net::HostNotFoundException*>(&exception) == nullptr;
    return cannot_connect(origin, passes ? Outlook::kPassing : Outlook::kLasting,
                          exception.displayText() + ". Is the " + whose + "'s name right?");
  } catch (const Poco::Exception& exception) {
    reason = exception.displayText();
  }
  return cannot_connect(origin, Outlook::kPassing, reason);
}

std::string tunnel_target(const Origin& origin) {
  const bool is_v6 = origin.host.contains(':');
  return (is_v6 ? "[" + origin.host + "]" : origin.host) + ":" + std::to_string(origin.port);
}

std::string basic_authorization(const Proxy& proxy) {
  Poco::Net::HTTPRequest request;
  Poco::Net::HTTPBasicCredentials(proxy.user, proxy.password).proxyAuthenticate(request);
  return request.get(Poco::Net::HTTPRequest::PROXY_AUTHORIZATION);
}

std::string through(const Proxy& proxy) {
  return "the proxy " + authority(proxy.origin) + " (" + proxy.source + ")";
}

/// What an answer that made no tunnel means.
std::unexpected<AttemptError> no_tunnel(const Proxy& proxy, const Origin& origin, int status) {
  const bool passes = status == 500 || status == 502 || status == 503 || status == 504;
  std::string reason = through(proxy) + " answers " + std::to_string(status);
  if (status == 407 || status == 401) {  // tinyproxy says 401 of a wrong login.
    reason += proxy.user.empty() ? ": it wants a login. Write it as http://USER:PASSWORD@HOST:PORT"
                                 : ": it does not take the login that stands there";
  } else if (!passes) {
    reason += ": it does not let port " + std::to_string(origin.port) +
              " of that host be reached. Have it allowed there, or reach the host without a proxy: "
              "NO_PROXY=" +
              origin.host;
  }
  return cannot_connect(origin, passes ? Outlook::kPassing : Outlook::kLasting, reason);
}

/// The status of the answer to CONNECT; it has `wait` for all of it.
std::expected<int, AttemptError> read_status(StreamSocket& socket, const Proxy& proxy,
                                             const Origin& origin, milliseconds wait) {
  constexpr std::size_t kReadBytes = 4096;
  const auto end = steady_clock::now() + wait;
  http::ResponseHeadParser parser;
  std::string received;
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
    if (left.count() <= 0) {
      throw Poco::TimeoutException();
    }
    socket.setReceiveTimeout(Poco::Timespan(left.count() * 1000));
    const std::size_t had = received.size();
    received.resize(had + kReadBytes);
    const int count = socket.receiveBytes(received.data() + had, kReadBytes);
    if (count <= 0) {
      return cannot_connect(origin, Outlook::kPassing, through(proxy) + " closed the connection");
    }
    received.resize(had + static_cast<std::size_t>(count));
    parser.reset();  // The bytes may have moved.
    const auto head = parser.feed(received);
    if (!head || (*head && parser.status() < 300 && **head != received.size())) {
      return cannot_connect(origin, Outlook::kLasting,
                            through(proxy) + " speaks no HTTP. Is its port right?");
    }
    if (*head) {
      return parser.status();
    }
  }
}

std::expected<StreamSocket, AttemptError> tunnel(const Proxy& proxy, const Origin& origin,
                                                 milliseconds wait) try {
  auto socket = connect_to(proxy.origin, wait, "proxy");
  if (!socket) {
    socket.error().message = "cannot connect to " + authority(origin) + " through " + proxy.source +
                             ": " + socket.error().message;
    return socket;
  }
  http::RequestHead head;
  head.begin("CONNECT", tunnel_target(origin)).add("Host", tunnel_target(origin));
  if (!proxy.user.empty()) {
    head.add("Proxy-Authorization", basic_authorization(proxy));
  }
  std::string_view request = head.finish();
  socket->setSendTimeout(Poco::Timespan(wait.count() * 1000));
  while (!request.empty()) {
    const int count = socket->sendBytes(request.data(), static_cast<int>(request.size()));
    request.remove_prefix(static_cast<std::size_t>(std::max(count, 0)));
  }
  const auto status = read_status(*socket, proxy, origin, wait);
  if (!status) {
    return std::unexpected(status.error());
  }
  if (*status < 200 || *status >= 300) {
    return no_tunnel(proxy, origin, *status);
  }
  return socket;
} catch (const Poco::TimeoutException&) {
  return cannot_connect(
      origin, Outlook::kPassing,
      through(proxy) + " did not answer within " + std::to_string(wait.count()) + " ms");
} catch (const Poco::Exception& exception) {
  return cannot_connect(origin, Outlook::kPassing, through(proxy) + ": " + exception.displayText());
}

}  // namespace

std::expected<StreamSocket, AttemptError> dial(const Origin& origin, const Waits& waits,
                                               const ProxyRules& proxies) {
  // sendfile() and OpenSSL have no flag against it: a broken connection must not end the process.
  [[maybe_unused]] static const auto former = std::signal(SIGPIPE, SIG_IGN);
  const auto proxy = proxies.proxy_for(origin);
  if (!proxy) {
    return std::unexpected(proxy.error());
  }
  return *proxy ? tunnel(**proxy, origin, waits.connect)
                : connect_to(origin, waits.connect, "registry");
}

}  // namespace lambda::registry
