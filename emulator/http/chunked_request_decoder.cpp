// Takes the chunked transfer coding off a request's body, as bytes come.
#include "emulator/http/chunked_request_decoder.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "emulator/http/http_message.h"

namespace lambda::emulator {
namespace {

constexpr std::size_t kSizeLineBytesMax = 256;
constexpr std::size_t kTrailerBytesMax = 1024 * 1024;
constexpr std::size_t kTrailersMax = 64;

std::unexpected<HttpFault> fault(std::string message) {
  return std::unexpected(HttpFault{400, std::move(message)});
}

}  // namespace

std::expected<ChunkedRequestDecoder::Step, HttpFault> ChunkedRequestDecoder::step(
    std::string_view bytes) {
  if (state_ == State::kData) {
    const std::size_t taken = std::min<std::uint64_t>(chunk_bytes_left_, bytes.size());
    chunk_bytes_left_ -= taken;
    if (chunk_bytes_left_ == 0) {
      state_ = State::kDataEnd;
    }
    return Step{taken, bytes.substr(0, taken)};
  }
  const std::size_t line_end = bytes.find('\n');
  const std::size_t taken = line_end == std::string_view::npos ? bytes.size() : line_end + 1;
  if (line_.size() + taken > (state_ == State::kTrailer ? kTrailerBytesMax : kSizeLineBytesMax)) {
    return fault("A line of the chunked body is too long.");
  }
  line_ += bytes.substr(0, taken);
  if (line_end == std::string_view::npos) {
    return Step{taken, {}};
  }
  if (line_.size() < 2 || line_[line_.size() - 2] != '\r') {
    return fault("A line of the chunked body does not end with CR LF.");
  }
  line_.resize(line_.size() - 2);

  std::expected<void, HttpFault> ended;
  if (state_ == State::kSize) {
    ended = end_size_line();
  } else if (state_ == State::kTrailer) {
    ended = end_trailer_line();
  } else if (!line_.empty()) {
    ended = fault("A chunk is longer than its size says.");
  } else {
    state_ = State::kSize;
  }
  if (!ended) {
    return std::unexpected(std::move(ended.error()));
  }
  line_.clear();
  return Step{taken, {}};
}

std::expected<void, HttpFault> ChunkedRequestDecoder::end_size_line() {
  std::string_view digits = std::string_view(line_).substr(0, line_.find(';'));
  while (!digits.empty() && (digits.back() == ' ' || digits.back() == '\t')) {
    digits.remove_suffix(1);
  }
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, chunk_bytes_left_, 16);
  if (digits.empty() || stop != end || error == std::errc::invalid_argument) {
    return fault("A chunk size is not a hexadecimal number.");
  }
  if (error == std::errc::result_out_of_range) {
    chunk_bytes_left_ = UINT64_MAX;
  }
  state_ = chunk_bytes_left_ == 0 ? State::kTrailer : State::kData;
  return {};
}

std::expected<void, HttpFault> ChunkedRequestDecoder::end_trailer_line() {
  if (line_.empty()) {
    state_ = State::kDone;
    return {};
  }
  trailer_bytes_ += line_.size();
  if (trailer_bytes_ > kTrailerBytesMax || trailers_.size() == kTrailersMax) {
    return fault("The trailers of the chunked body are too large.");
  }
  auto field = parse_http_field(line_);
  if (!field) {
    return std::unexpected(std::move(field.error()));
  }
  trailers_.push_back(std::move(*field));
  return {};
}

}  // namespace lambda::emulator
