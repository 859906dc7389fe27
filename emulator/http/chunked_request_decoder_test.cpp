// The chunked coding is taken off whole bodies and in any cut; what breaks its grammar is refused.
#include "emulator/http/chunked_request_decoder.h"

#include <algorithm>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "core/http/chunked_cases.h"

namespace lambda::emulator {
namespace {

/// The data of `body`, fed in pieces; absent when it is refused or not whole.
std::optional<std::string> decode(std::string_view body, std::size_t piece) {
  ChunkedRequestDecoder decoder;
  std::string data;
  while (!body.empty() && !decoder.is_done()) {
    const auto step = decoder.step(body.substr(0, piece));
    if (!step) {
      return std::nullopt;
    }
    data += step->payload;
    body.remove_prefix(step->consumed);
  }
  return decoder.is_done() && body.empty() ? std::optional(data) : std::nullopt;
}

bool is_refused(std::string_view body) {
  ChunkedRequestDecoder decoder;
  while (!body.empty() && !decoder.is_done()) {
    const auto step = decoder.step(body);
    if (!step) {
      return step.error().status == 400;
    }
    body.remove_prefix(step->consumed);
  }
  return false;
}

TEST(ChunkedRequestDecoder, HoldsToTheSharedGrammar) {
  for (const http::ChunkedCase& one : http::kChunkedCases) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, one.body.size()}) {
      EXPECT_EQ(decode(one.body, piece), one.data) << one.body << " in pieces of " << piece;
    }
  }
  for (const std::string_view body : http::kMalformedChunks) {
    EXPECT_TRUE(is_refused(body)) << body;
  }
}

TEST(ChunkedRequestDecoder, KeepsTrailers) {
  ChunkedRequestDecoder decoder;
  std::string_view body = "0\r\nOne: 1\r\nTwo:\r\n\r\n";
  while (!decoder.is_done()) {
    body.remove_prefix(decoder.step(body).value().consumed);
  }
  const auto trailers = decoder.take_trailers();
  ASSERT_EQ(trailers.size(), 2u);
  EXPECT_EQ(*find_field(trailers, "one"), "1");
  EXPECT_EQ(*find_field(trailers, "two"), "");
}

}  // namespace
}  // namespace lambda::emulator
