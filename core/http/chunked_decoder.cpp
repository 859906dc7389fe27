// The decoder as a state machine over single bytes, but for the data, which moves in one piece.
#include "core/http/chunked_decoder.h"

#include <algorithm>
#include <cstring>

namespace lambda::http {
namespace {

constexpr int kSizeDigitsMax = 15;                   // Below 2^60: no overflow.
constexpr std::size_t kFramingBytesMax = 16 * 1024;  // Of one chunk's extensions, of all trailers.

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

std::expected<ChunkedDecoder::Progress, Error> ChunkedDecoder::decode(std::span<char> piece) {
  std::size_t read = 0;
  std::size_t written = 0;
  while (read < piece.size() && state_ != State::kComplete) {
    if (state_ == State::kData) {
      const std::size_t count =
          static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, piece.size() - read));
      std::memmove(piece.data() + written, piece.data() + read, count);
      read += count;
      written += count;
      remaining_ -= count;
      if (remaining_ == 0) {
        state_ = State::kDataCarriageReturn;
      }
    } else if (!step(piece[read++])) {
      return failure("Runtime.MalformedHttp", "the response's chunked body is malformed");
    }
  }
  return Progress{.consumed = read, .decoded = written, .is_complete = state_ == State::kComplete};
}

/// Takes one byte outside the data. False when it cannot stand there.
bool ChunkedDecoder::step(char c) {
  const auto expect = [&](char expected, State next) {
    state_ = next;
    return c == expected;
  };
  switch (state_) {
    case State::kSize:
      if (const int digit = hex_value(c); digit >= 0) {
        remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
        return ++size_digits_ <= kSizeDigitsMax;
      }
      framing_bytes_ = 0;
      state_ = c == '\r' ? State::kSizeLineFeed : State::kExtension;
      return size_digits_ > 0 && (c == '\r' || c == ';' || c == ' ' || c == '\t');
    case State::kExtension:
      state_ = c == '\r' ? State::kSizeLineFeed : State::kExtension;
      return c != '\n' && ++framing_bytes_ <= kFramingBytesMax;
    case State::kSizeLineFeed:
      size_digits_ = 0;
      framing_bytes_ = 0;
      return expect('\n', remaining_ == 0 ? State::kTrailerStart : State::kData);
    case State::kDataCarriageReturn:
      return expect('\r', State::kDataLineFeed);
    case State::kDataLineFeed:
      return expect('\n', State::kSize);
    case State::kTrailerStart:
      state_ = c == '\r' ? State::kFinalLineFeed : State::kTrailer;
      return c != '\n' && ++framing_bytes_ <= kFramingBytesMax;
    case State::kTrailer:
      state_ = c == '\r' ? State::kTrailerLineFeed : State::kTrailer;
      return c != '\n' && ++framing_bytes_ <= kFramingBytesMax;
    case State::kTrailerLineFeed:
      return expect('\n', State::kTrailerStart);
    case State::kFinalLineFeed:
      return expect('\n', State::kComplete);
    case State::kData:
    case State::kComplete:
      return false;
  }
  return false;
}

}  // namespace lambda::http
