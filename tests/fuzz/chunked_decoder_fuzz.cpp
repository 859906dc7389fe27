// Any bytes as a chunked body: the same data however they are cut, and never more than there was.
// And any bytes in chunks: they come back as they were.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include "core/http/chunked_decoder.h"

namespace {

struct Decoded {
  std::string data;
  bool is_complete = false;
  bool is_malformed = false;
  bool operator==(const Decoded&) const = default;
};

Decoded decode(std::string bytes, std::size_t piece_bytes) {
  lambda::http::ChunkedDecoder decoder;
  Decoded decoded;
  for (std::size_t begin = 0; begin < bytes.size() && !decoded.is_complete; begin += piece_bytes) {
    const std::span<char> piece(bytes.data() + begin, std::min(piece_bytes, bytes.size() - begin));
    const auto progress = decoder.decode(piece);
    if (!progress) {
      decoded.is_malformed = true;
      return decoded;
    }
    if (progress->decoded > progress->consumed || progress->consumed > piece.size()) {
      std::abort();
    }
    decoded.data.append(piece.data(), progress->decoded);
    decoded.is_complete = progress->is_complete;
  }
  return decoded;
}

/// The size of each chunk in hexadecimal digits of either case.
std::string encode(std::string_view data, std::size_t chunk_bytes, const char* size_format) {
  std::string body;
  for (std::size_t begin = 0; begin < data.size(); begin += chunk_bytes) {
    const std::string_view chunk = data.substr(begin, chunk_bytes);
    char size[32];
    std::snprintf(size, sizeof(size), size_format, chunk.size());
    body.append(size).append("\r\n").append(chunk).append("\r\n");
  }
  return body + "0\r\n\r\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(bytes), size);
  const Decoded whole = decode(input, size + 1);
  for (const std::size_t piece_bytes : {1, 2, 7}) {
    const Decoded cut = decode(input, piece_bytes);
    // Before an error, pieces may yield data that the whole does not.
    if (cut.is_malformed != whole.is_malformed || (!whole.is_malformed && !(cut == whole))) {
      std::abort();
    }
  }
  for (const char* size_format : {"%zx", "%zX", "00%zX;a=b"}) {
    for (const std::size_t chunk_bytes : {10, 11, 171, 4096}) {
      if (decode(encode(input, chunk_bytes, size_format), 13) !=
          Decoded{.data = input, .is_complete = true}) {
        std::abort();
      }
    }
  }
  return 0;
}
