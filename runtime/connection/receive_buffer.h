// One reusable buffer for what a connection receives. Grows, never shrinks; uninitialised at first.
// A message's head and body lie in it one after the other, so the body is never copied.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace lambda::connection {

/// Views of its contents stay valid until reserve() reports a move or the object dies.
class ReceiveBuffer {
 public:
  /// `body_bytes_max`: the largest body a peer may send into it.
  ReceiveBuffer(std::size_t initial_bytes, std::size_t body_bytes_max)
      : bytes_(std::make_unique_for_overwrite<char[]>(initial_bytes)),
        capacity_(initial_bytes),
        body_bytes_max_(body_bytes_max) {}

  std::size_t body_bytes_max() const { return body_bytes_max_; }
  std::size_t capacity() const { return capacity_; }
  std::size_t size() const { return size_; }
  std::string_view filled() const { return {bytes_.get(), size_}; }
  std::span<char> filled_from(std::size_t offset) {
    return {bytes_.get() + offset, size_ - offset};
  }
  std::span<char> room() { return {bytes_.get() + size_, capacity_ - size_}; }

  /// After `count` bytes were written to the front of room().
  void commit(std::size_t count) { size_ += count; }

  /// Keeps the first `size` bytes.
  void truncate(std::size_t size) { size_ = size; }

  /// Drops the first `count` bytes; the others move to the front.
  void drop_front(std::size_t count) {
    std::memmove(bytes_.get(), bytes_.get() + count, size_ - count);
    size_ -= count;
  }

  /// Grows the capacity to `bytes` where it is smaller. Result: whether the contents moved. Throws
  /// std::bad_alloc.
  bool reserve(std::size_t bytes) {
    if (bytes <= capacity_) {
      return false;
    }
    auto grown = std::make_unique_for_overwrite<char[]>(bytes);
    std::memcpy(grown.get(), bytes_.get(), size_);
    bytes_ = std::move(grown);
    capacity_ = bytes;
    return true;
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_;
  std::size_t size_ = 0;
  std::size_t body_bytes_max_;
};

}  // namespace lambda::connection
