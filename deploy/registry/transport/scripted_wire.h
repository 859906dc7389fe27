// For tests: a connection whose peer answers from a script and records what it receives.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "deploy/registry/transport/wire.h"

namespace lambda::registry {

/// The peers of a test, by origin: each connection takes the next list of answers of its origin.
struct ScriptedPeers {
  std::map<Origin, std::deque<std::vector<std::string>>> answers;
  std::map<Origin, std::string> received;  // All that was sent to it.
  int connections = 0;

  std::expected<std::unique_ptr<Wire>, AttemptError> connect(const Origin& origin);
};

/// Each send is followed by one answer of the list; after the last the connection ends.
class ScriptedWire final : public Wire {
 public:
  ScriptedWire(ScriptedPeers& peers, Origin origin, std::vector<std::string> answers)
      : peers_(peers), origin_(std::move(origin)), answers_(std::move(answers)) {}

  std::expected<void, AttemptError> send(std::string_view bytes) override {
    peers_.received[origin_] += bytes;
    return {};
  }

  std::expected<std::uint64_t, AttemptError> send_file(int file, std::uint64_t offset,
                                                       std::uint64_t count) override {
    std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(count, 1000)), '\0');
    const ssize_t read = ::pread(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (read <= 0) {
      return file_changed();
    }
    peers_.received[origin_].append(bytes, 0, static_cast<std::size_t>(read));
    return static_cast<std::uint64_t>(read);
  }

  std::expected<std::size_t, AttemptError> receive(std::span<char> room,
                                                   std::chrono::milliseconds) override {
    if (next_ == answers_.size()) {
      return 0;
    }
    std::string& answer = answers_[next_];
    const std::size_t count = std::min(room.size(), answer.size());
    std::memcpy(room.data(), answer.data(), count);
    answer.erase(0, count);
    if (answer.empty()) {
      ++next_;
    }
    return count;
  }

 private:
  ScriptedPeers& peers_;
  Origin origin_;
  std::vector<std::string> answers_;
  std::size_t next_ = 0;
};

inline std::expected<std::unique_ptr<Wire>, AttemptError> ScriptedPeers::connect(
    const Origin& origin) {
  ++connections;
  auto& lists = answers[origin];
  if (lists.empty()) {
    return connection_lost(origin, "the test expected no connection");
  }
  auto wire = std::make_unique<ScriptedWire>(*this, origin, std::move(lists.front()));
  lists.pop_front();
  return wire;
}

/// An answer with a Content-Length. `headers`: whole lines, each with its CR LF.
inline std::string answer_text(int status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) + " Reason\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace lambda::registry
