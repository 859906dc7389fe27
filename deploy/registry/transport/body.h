// The body of a request: bytes, or a part of a file. blob_source.h has a third kind.
// Source: RFC 9110 section 6.4.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string_view>

#include "deploy/registry/transport/attempt_error.h"
#include "deploy/registry/transport/wire.h"

namespace lambda::registry {

/// Has a size that is known before it is sent.
class Body {
 public:
  virtual ~Body() = default;
  virtual std::uint64_t size() const = 0;
  /// Sends exactly size() bytes. Error: the wire's; its own.
  virtual std::expected<void, AttemptError> send(Wire& wire) = 0;
  /// Whether send() may be called again, from the beginning.
  virtual bool is_repeatable() const = 0;
};

/// Borrows the bytes.
class BytesBody final : public Body {
 public:
  explicit BytesBody(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  std::expected<void, AttemptError> send(Wire& wire) override { return wire.send(bytes_); }
  bool is_repeatable() const override { return true; }

 private:
  std::string_view bytes_;
};

/// Called by the sending thread with the number of bytes sent. An error stops the sending.
using Sent = std::function<std::expected<void, AttemptError>(std::uint64_t bytes)>;

/// `count` bytes of `file`, an open descriptor that it borrows, from `offset` on.
class FileBody final : public Body {
 public:
  FileBody(int file, std::uint64_t offset, std::uint64_t count, const Sent& sent)
      : file_(file), offset_(offset), count_(count), sent_(sent) {}
  std::uint64_t size() const override { return count_; }
  std::expected<void, AttemptError> send(Wire& wire) override;
  bool is_repeatable() const override { return true; }

 private:
  int file_;
  std::uint64_t offset_;
  std::uint64_t count_;
  const Sent& sent_;
};

}  // namespace lambda::registry
