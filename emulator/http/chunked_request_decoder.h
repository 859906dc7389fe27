// Takes the chunked transfer coding off a request's body, as bytes come, and keeps its trailers.
// The runtime's side, core/http/chunked_decoder.h, works in place and reads over trailers. No I/O.
// Source: RFC 9112, section 7.1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/http/http_message.h"

namespace lambda::emulator {

/// Fed with any cut of the stream. Bounded: a size line of 256 bytes, 1 MiB of trailers.
class ChunkedRequestDecoder {
 public:
  struct Step {
    std::size_t consumed = 0;  // Bytes of the input that are done with.
    std::string_view payload;  // A part of the input that belongs to the body.
  };

  /// Takes the next piece. `bytes` is not empty and is_done() is false.
  std::expected<Step, HttpFault> step(std::string_view bytes);

  /// Of the current chunk, as its size line says.
  std::uint64_t chunk_bytes_left() const { return chunk_bytes_left_; }
  bool is_done() const { return state_ == State::kDone; }
  /// Complete once is_done().
  std::vector<HttpField> take_trailers() { return std::move(trailers_); }

 private:
  enum class State { kSize, kData, kDataEnd, kTrailer, kDone };

  std::expected<void, HttpFault> end_size_line();
  std::expected<void, HttpFault> end_trailer_line();

  State state_ = State::kSize;
  std::string line_;
  std::uint64_t chunk_bytes_left_ = 0;
  std::size_t trailer_bytes_ = 0;
  std::vector<HttpField> trailers_;
};

}  // namespace lambda::emulator
