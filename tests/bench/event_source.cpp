// Plain sockets, one buffer, one write per answer.
#include "tests/bench/event_source.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace lambda::bench {
namespace {

constexpr std::size_t kBufferBytes = 8 * 1024 * 1024;

void require(bool condition, const char* rule) {
  if (!condition) {
    std::fprintf(stderr, "bench: %s\n", rule);
    std::abort();
  }
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void write_all(int socket, std::string_view head, std::string_view body) {
  while (!head.empty() || !body.empty()) {
    iovec parts[2] = {{const_cast<char*>(head.data()), head.size()},
                      {const_cast<char*>(body.data()), body.size()}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
    require(sent > 0, "the runtime closed its connection");
    const std::size_t of_head = std::min(head.size(), static_cast<std::size_t>(sent));
    head.remove_prefix(of_head);
    body.remove_prefix(static_cast<std::size_t>(sent) - of_head);
  }
}

}  // namespace

EventSource::EventSource() : received_(kBufferBytes, '\0') {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  require(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 &&
              ::listen(listener_, 1) == 0,
          "cannot listen on 127.0.0.1");
}

EventSource::~EventSource() {
  ::close(connection_);
  ::close(listener_);
}

std::string EventSource::address() const {
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  require(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0,
          "cannot read the port");
  return "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

void EventSource::await_runtime() {
  connection_ = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  require(connection_ >= 0, "no runtime connected");
  const int on = 1;
  ::setsockopt(connection_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  read_request();
}

std::string_view EventSource::read_request() {
  received_bytes_ = 0;
  while (true) {
    const std::string_view received(received_.data(), received_bytes_);
    const std::size_t head_end = received.find("\r\n\r\n");
    if (head_end != std::string_view::npos) {
      std::size_t body_bytes = 0;
      constexpr std::string_view kLength = "\r\nContent-Length: ";
      if (const std::size_t at = received.substr(0, head_end).find(kLength); at != received.npos) {
        std::from_chars(received.data() + at + kLength.size(), received.data() + head_end, body_bytes);
      }
      const std::size_t total = head_end + 4 + body_bytes;
      require(total <= received_.size(), "the answer is larger than any event");
      if (received_bytes_ == total) {
        return received.substr(head_end + 4);
      }
    }
    const ssize_t count = ::recv(connection_, received_.data() + received_bytes_,
                                 received_.size() - received_bytes_, 0);
    require(count > 0, "the runtime closed its connection");
    received_bytes_ += static_cast<std::size_t>(count);
  }
}

std::chrono::nanoseconds EventSource::invoke(std::string_view event) {
  // The headers, and their sizes, that Lambda sends for an ordinary invocation.
  const std::string head =
      "HTTP/1.1 200 OK\r\n"
      "Content-Type: application/json\r\n"
      "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
      "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n"
      "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:bench\r\n"
      "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1\r\n"
      "Date: Sun, 22 Nov 2026 18:00:00 GMT\r\n"
      "Content-Length: " +
      std::to_string(event.size()) + "\r\n\r\n";
  const auto begin = std::chrono::steady_clock::now();
  write_all(connection_, head, event);
  const std::string_view answer = read_request();
  const auto end = std::chrono::steady_clock::now();
  require(answer == event, "the answer is not the event");
  write_all(connection_,
            "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\n"
            "Date: Sun, 22 Nov 2026 18:00:00 GMT\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n",
            {});
  read_request();
  return end - begin;
}

}  // namespace lambda::bench
