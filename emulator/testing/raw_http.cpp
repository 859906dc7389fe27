// A blocking HTTP/1.1 client on a bare socket, which also sends what no honest client would.
#include "emulator/testing/raw_http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <format>

namespace lambda::emulator::testing {
namespace {

constexpr timeval kWaitMax{60, 0};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return result;
}

RawAnswer parse_head(std::string_view head) {
  RawAnswer answer;
  const std::size_t space = head.find(' ');
  answer.status = std::atoi(std::string(head.substr(space + 1, 3)).c_str());
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;) {
    const std::size_t end = head.find("\r\n", at + 2);
    const std::string_view line = head.substr(at + 2, end - at - 2);
    if (const std::size_t colon = line.find(": "); colon != std::string_view::npos) {
      answer.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
    }
    at = end;
  }
  return answer;
}

}  // namespace

RawConnection::RawConnection(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    std::fprintf(stderr, "127.0.0.1:%d: %s\n", port, std::strerror(errno));
    std::exit(70);
  }
  const int one = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &kWaitMax, sizeof kWaitMax);
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &kWaitMax, sizeof kWaitMax);
}

RawConnection::~RawConnection() { ::close(fd_); }

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawConnection::fill() {
  char buffer[64 * 1024];
  const ssize_t got = ::recv(fd_, buffer, sizeof buffer, 0);
  if (got > 0) {
    received_.append(buffer, static_cast<std::size_t>(got));
  }
  return got > 0;
}

std::optional<RawAnswer> RawConnection::read_answer() {
  for (;;) {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill()) {
        return std::nullopt;
      }
    }
    RawAnswer answer = parse_head(std::string_view(received_).substr(0, end + 2));
    received_.erase(0, end + 4);
    if (answer.status == 100) {
      continue;
    }
    const auto length = answer.headers.find("content-length");
    const std::size_t body_bytes =
        length == answer.headers.end() ? 0 : std::strtoull(length->second.c_str(), nullptr, 10);
    while (received_.size() < body_bytes) {
      if (!fill()) {
        return std::nullopt;
      }
    }
    answer.body = received_.substr(0, body_bytes);
    received_.erase(0, body_bytes);
    return answer;
  }
}

void RawConnection::close_sending() { ::shutdown(fd_, SHUT_WR); }

std::string raw_request(std::string_view method, std::string_view path, std::string_view headers,
                        std::string_view body) {
  return std::format("{} {} HTTP/1.1\r\nHost: localhost\r\n{}Content-Length: {}\r\n\r\n{}", method,
                     path, headers, body.size(), body);
}

}  // namespace lambda::emulator::testing
