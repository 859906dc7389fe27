// Bodies in the chunked coding, for the tests of both decoders: the grammar is one.
// Source: RFC 9112, section 7.1.
#pragma once

#include <string_view>

namespace lambda::http {

/// A whole body and the data in it.
struct ChunkedCase {
  std::string_view body;
  std::string_view data;
};

inline constexpr ChunkedCase kChunkedCases[] = {
    {"0\r\n\r\n", ""},
    {"1\r\na\r\n0\r\n\r\n", "a"},
    {"A\r\n0123456789\r\n0\r\n\r\n", "0123456789"},
    {"a\r\n0123456789\r\n00\r\n\r\n", "0123456789"},
    {"00b;name=\"value\"\r\n, and more \r\n0\r\n\r\n", ", and more "},
    {"1 \r\n\r\r\n1\t;x\r\n\n\r\n0 ;y\r\n\r\n", "\r\n"},
    {"2\r\nab\r\n1\r\nc\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n", "abc"},
};

/// Refused at the latest with their last byte.
inline constexpr std::string_view kMalformedChunks[] = {
    "\r\n",    ";a\r\n",      "g\r\n",        "-1\r\n",        "+1\r\n",   "0x1\r\n",
    "1\n",     " 1\r\n",      "1\r\nab\r\n",  "1\r\na\rb\r\n", "1\r\na\n", "1\r\na1\r\n",
    "0\r\n\n", "0\r\nA: b\n", "0\r\n\rx\r\n", "1;a\nb",
};

}  // namespace lambda::http
