// The floor: an echo function by hand, for one server that is trusted. No runtime can do with much less:
// it reads each byte of a head once, checks nothing, and offers no context, error or retry.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace {

constexpr char kNext[] = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr char kPost[] = "POST /2018-06-01/runtime/invocation/";
constexpr char kResponse[] = "/response HTTP/1.1\r\nHost: a\r\nContent-Length: ";
constexpr char kLength[] = "Content-Length: ";
constexpr char kRequestId[] = "Lambda-Runtime-Aws-Request-Id: ";
constexpr std::size_t kBufferBytes = 8 * 1024 * 1024;

struct Message {
  const char* id = nullptr;
  const char* length = nullptr;  // In decimal digits, as it was received.
  std::size_t id_bytes = 0;
  std::size_t length_bytes = 0;
  char* body = nullptr;
  std::size_t body_bytes = 0;
};

int connect_to(const char* address) {
  const char* const colon = std::strchr(address, ':');
  sockaddr_in peer{};
  peer.sin_family = AF_INET;
  peer.sin_port = htons(static_cast<unsigned short>(std::atoi(colon + 1)));
  peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int connection = ::socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return ::connect(connection, reinterpret_cast<sockaddr*>(&peer), sizeof(peer)) == 0 ? connection : -1;
}

/// Walks the lines of a whole head.
void parse_head(char* line, Message& message) {
  while (*line != '\r') {
    char* end = line;
    while (*end != '\r') {
      ++end;
    }
    const std::size_t bytes = static_cast<std::size_t>(end - line);
    if (bytes > sizeof(kRequestId) && std::memcmp(line, kRequestId, sizeof(kRequestId) - 1) == 0) {
      message.id = line + sizeof(kRequestId) - 1;
      message.id_bytes = static_cast<std::size_t>(end - message.id);
    } else if (bytes > sizeof(kLength) - 1 && std::memcmp(line, kLength, sizeof(kLength) - 1) == 0) {
      message.length = line + sizeof(kLength) - 1;
      message.length_bytes = static_cast<std::size_t>(end - message.length);
      for (const char* digit = message.length; digit != end; ++digit) {
        message.body_bytes = message.body_bytes * 10 + static_cast<std::size_t>(*digit - '0');
      }
    }
    line = end + 2;
  }
  message.body = line + 2;
}

/// Reads one message, whose head arrives at once, as it does on a loopback.
bool read_message(int connection, char* buffer, Message& message) {
  std::size_t filled = 0;
  do {
    const std::size_t room = kBufferBytes - filled;
    const ssize_t count = ::recv(connection, buffer + filled, room, 0);
    if (count <= 0) {
      return false;
    }
    filled += static_cast<std::size_t>(count);
    if (message.body == nullptr) {
      parse_head(buffer, message);
    }
  } while (filled < static_cast<std::size_t>(message.body - buffer) + message.body_bytes);
  return true;
}

char* append(char* to, const char* text, std::size_t bytes) {
  std::memcpy(to, text, bytes);
  return to + bytes;
}

bool post_response(int connection, const Message& event) {
  char head[512];
  char* end = append(head, kPost, sizeof(kPost) - 1);
  end = append(end, event.id, event.id_bytes);
  end = append(end, kResponse, sizeof(kResponse) - 1);
  end = append(end, event.length, event.length_bytes);
  end = append(end, "\r\n\r\n", 4);
  const iovec parts[2] = {{head, static_cast<std::size_t>(end - head)}, {event.body, event.body_bytes}};
  return ::writev(connection, parts, 2) > 0;
}

}  // namespace

int main() {
  const int connection = connect_to(std::getenv("AWS_LAMBDA_RUNTIME_API"));
  static char event_buffer[kBufferBytes];
  static char reply_buffer[kBufferBytes];
  while (::send(connection, kNext, sizeof(kNext) - 1, MSG_NOSIGNAL) > 0) {
    Message event;
    Message reply;
    if (!read_message(connection, event_buffer, event) || !post_response(connection, event) ||
        !read_message(connection, reply_buffer, reply)) {
      return 1;
    }
  }
  return 1;
}
