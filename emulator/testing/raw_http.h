// A blocking HTTP/1.1 client on a bare socket, which also sends what no honest client would.
// Source: RFC 9112. For tests and their bootstraps, which must not depend on what they test.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lambda::emulator::testing {

struct RawAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  // Names in lower case.
  std::string body;
};

/// One connection to 127.0.0.1. Every wait is bounded by 60 seconds.
class RawConnection {
 public:
  /// Ends the process with a message when nobody listens there.
  explicit RawConnection(std::uint16_t port);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  /// False when the peer is gone.
  bool send(std::string_view bytes);
  /// Absent when the connection ends or breaks before the answer is whole.
  std::optional<RawAnswer> read_answer();
  /// No more will be sent; answers can still be read.
  void close_sending();
  int fd() const { return fd_; }

 private:
  bool fill();

  int fd_;
  std::string received_;
};

/// A whole request with Content-Length. `headers`: lines, each with CR LF.
std::string raw_request(std::string_view method, std::string_view path, std::string_view headers,
                        std::string_view body);

}  // namespace lambda::emulator::testing
