// Decodes a chunked body in place: the data moves to the front of the bytes it arrived in.
// No I/O, no allocation. Source: RFC 9112 section 7.1; extensions and trailers are read over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>

#include "core/errors/error.h"

namespace lambda::http {

/// One body. Give it each piece of bytes once, in order.
class ChunkedDecoder {
 public:
  struct Progress {
    std::size_t consumed;  // Bytes of the piece that belong to the body; fewer only at its end.
    std::size_t decoded;   // Bytes of data, now at the front of the piece.
    bool is_complete;      // The last chunk and the trailers were read.
  };

  /// `piece`: bytes not seen before; overwritten.
  /// Error: Runtime.MalformedHttp when the chunking is malformed.
  std::expected<Progress, Error> decode(std::span<char> piece);

 private:
  enum class State {
    kSize,
    kExtension,
    kSizeLineFeed,
    kData,
    kDataCarriageReturn,
    kDataLineFeed,
    kTrailerStart,
    kTrailer,
    kTrailerLineFeed,
    kFinalLineFeed,
    kComplete,
  };
  bool step(char c);

  State state_ = State::kSize;
  int size_digits_ = 0;
  std::uint64_t remaining_ = 0;    // Of the chunk being read.
  std::size_t framing_bytes_ = 0;  // Of the current extension or of all trailers; has a maximum.
};

}  // namespace lambda::http
