// The server's thread, and how it reads a request: to the end of its Content-Length.
#include "runtime/connection/scripted_server.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>

namespace lambda::connection {
namespace {

using Reading = ScriptedExchange::Reading;
using Ending = ScriptedExchange::Ending;

std::size_t content_length(std::string_view head) {
  constexpr std::string_view kName = "\r\nContent-Length: ";
  const std::size_t begin = head.find(kName);
  std::size_t length = 0;
  if (begin != std::string_view::npos) {
    std::from_chars(head.data() + begin + kName.size(), head.data() + head.size(), length);
  }
  return length;
}

/// What came until the request, or its head, was whole, or the client was gone.
std::string read_request(Poco::Net::StreamSocket& socket, Reading reading) {
  std::string request;
  std::array<char, 16 * 1024> bytes;
  while (true) {
    const std::size_t head_end = request.find("\r\n\r\n");
    if (head_end != std::string::npos) {
      const std::size_t body_bytes =
          reading == Reading::kHead ? 0
                                    : content_length(std::string_view(request).substr(0, head_end));
      if (request.size() >= head_end + 4 + body_bytes) {
        return request;
      }
    }
    const int count = socket.receiveBytes(bytes.data(), bytes.size());
    if (count <= 0) {
      return request;
    }
    request.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

std::string status_line(int status) {
  return "HTTP/1.1 " + std::to_string(status) + " Some reason\r\n";
}

}  // namespace

ScriptedServer::ScriptedServer(Connections connections)
    : listener_(Poco::Net::SocketAddress("127.0.0.1", 0)),
      endpoint_{.host = "127.0.0.1",
                .port = listener_.address().port(),
                .authority = "127.0.0.1:" + std::to_string(listener_.address().port())},
      thread_([this, script = std::move(connections)] { serve(script); }) {}

Endpoint ScriptedServer::endpoint() const { return endpoint_; }

const std::vector<std::string>& ScriptedServer::finish() {
  if (thread_.joinable()) {
    try {
      // Should the script expect more connections than came, these end it.
      while (true) {
        Poco::Net::StreamSocket wake;
        wake.connect(Poco::Net::SocketAddress(endpoint_.host, endpoint_.port));
        wake.shutdownSend();
        std::array<char, 4096> rest;
        while (wake.receiveBytes(rest.data(), rest.size()) > 0) {
        }
      }
    } catch (const Poco::Exception&) {
      // Refused: the script is over.
    }
    thread_.join();
  }
  return requests_;
}

void ScriptedServer::serve(const Connections& connections) {
  for (const auto& exchanges : connections) {
    try {
      Poco::Net::StreamSocket socket = listener_.acceptConnection();
      socket.setNoDelay(true);
      for (const ScriptedExchange& exchange : exchanges) {
        serve_one(socket, exchange);
      }
    } catch (const Poco::Exception&) {
      // The client left first; the next connection is served.
    }
  }
  listener_.close();
}

void ScriptedServer::serve_one(Poco::Net::StreamSocket& socket, const ScriptedExchange& exchange) {
  if (exchange.reading != Reading::kNothing) {
    std::string request = read_request(socket, exchange.reading);
    if (request.empty()) {
      return;
    }
    requests_.push_back(std::move(request));
  }
  if (exchange.before_answer) {
    exchange.before_answer();
  }
  for (std::size_t begin = 0; begin < exchange.answer.size();) {
    const std::size_t count = std::min(exchange.bytes_per_write, exchange.answer.size() - begin);
    // A client that gives up must not end the test.
    socket.sendBytes(exchange.answer.data() + begin, static_cast<int>(count), MSG_NOSIGNAL);
    begin += count;
  }
  if (exchange.ending == Ending::kReset) {
    socket.setLinger(true, 0);
  }
  if (exchange.ending == Ending::kFinishAndClose) {
    socket.shutdownSend();
  }
  if (exchange.ending != Ending::kKeep) {
    socket.close();
  }
}

std::string make_answer(int status, const std::string& headers, const std::string& body) {
  return status_line(status) + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

std::string make_chunked_answer(int status, const std::string& headers, const std::string& body,
                                std::size_t chunk_bytes) {
  std::string answer = status_line(status) + headers + "Transfer-Encoding: chunked\r\n\r\n";
  for (std::size_t begin = 0; begin < body.size(); begin += chunk_bytes) {
    const std::string chunk = body.substr(begin, chunk_bytes);
    std::array<char, 16> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), chunk.size(), 16);
    answer.append(digits.data(), end.ptr).append("\r\n").append(chunk).append("\r\n");
  }
  return answer + "0\r\n\r\n";
}

}  // namespace lambda::connection
