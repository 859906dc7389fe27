// The chunked coding: decoded whole, in every two pieces, byte by byte; and what it is not.
#include "core/http/chunked_decoder.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "core/http/chunked_cases.h"

namespace lambda::http {
namespace {

constexpr std::string_view kBody =
    "5\r\nfirst\r\n"
    "00b;name=\"value\"\r\n, and more \r\n"
    "1 \r\n\r\r\n"
    "0\r\nTrailer: x\r\nOther: y\r\n\r\n";
constexpr std::string_view kData = "first, and more \r";

struct Decoded {
  std::string data;
  bool is_complete = false;
  bool is_malformed = false;
};

Decoded decode(const std::vector<std::string_view>& pieces) {
  ChunkedDecoder decoder;
  Decoded decoded;
  for (const std::string_view piece : pieces) {
    std::string bytes(piece);
    const auto progress = decoder.decode(bytes);
    if (!progress) {
      decoded.is_malformed = true;
      return decoded;
    }
    decoded.data += bytes.substr(0, progress->decoded);
    decoded.is_complete = progress->is_complete;
  }
  return decoded;
}

TEST(ChunkedDecoder, DecodesTheWhole) {
  const Decoded decoded = decode({kBody});
  EXPECT_EQ(decoded.data, kData);
  EXPECT_TRUE(decoded.is_complete);
}

TEST(ChunkedDecoder, HoldsToTheSharedGrammar) {
  for (const ChunkedCase& one : kChunkedCases) {
    const Decoded decoded = decode({one.body});
    EXPECT_EQ(decoded.data, one.data) << one.body;
    EXPECT_TRUE(decoded.is_complete) << one.body;
  }
  for (const std::string_view body : kMalformedChunks) {
    EXPECT_TRUE(decode({body}).is_malformed) << body;
  }
}

TEST(ChunkedDecoder, DecodesHoweverTheBodyIsCut) {
  for (std::size_t cut = 0; cut < kBody.size(); ++cut) {
    EXPECT_FALSE(decode({kBody.substr(0, cut)}).is_complete) << "cut at " << cut;
    const Decoded decoded = decode({kBody.substr(0, cut), kBody.substr(cut)});
    EXPECT_EQ(decoded.data, kData) << "cut at " << cut;
    EXPECT_TRUE(decoded.is_complete) << "cut at " << cut;
  }
}

TEST(ChunkedDecoder, DecodesByteByByte) {
  std::vector<std::string_view> pieces;
  for (std::size_t i = 0; i < kBody.size(); ++i) {
    pieces.push_back(kBody.substr(i, 1));
  }
  EXPECT_EQ(decode(pieces).data, kData);
  EXPECT_TRUE(decode(pieces).is_complete);
}

TEST(ChunkedDecoder, ReadsSizesInEitherCase) {
  for (const std::string_view digits : {"A", "a", "0A", "F", "f", "1F", "1f", "9", "10"}) {
    const std::size_t size = std::stoul(std::string(digits), nullptr, 16);
    const std::string data(size, 'd');
    const std::string body = std::string(digits) + "\r\n" + data + "\r\n0\r\n\r\n";
    const Decoded decoded = decode({body});
    EXPECT_EQ(decoded.data, data) << digits;
    EXPECT_TRUE(decoded.is_complete) << digits;
  }
  const Decoded all = decode({"000000000ABCDEF\r\n", std::string(0xABCDEF, 'd'), "\r\n0\r\n\r\n"});
  EXPECT_EQ(all.data.size(), 0xABCDEFu);
  EXPECT_TRUE(all.is_complete);
}

TEST(ChunkedDecoder, TakesFramingExactlyAtItsLimits) {
  constexpr std::size_t kFramingBytesMax = 16 * 1024;
  const auto with_extension = [](std::size_t bytes) {
    return "1;" + std::string(bytes, 'e') + "\r\nd\r\n0\r\n\r\n";
  };
  // The carriage return counts too.
  EXPECT_TRUE(decode({with_extension(kFramingBytesMax - 1)}).is_complete);
  EXPECT_TRUE(decode({with_extension(kFramingBytesMax)}).is_malformed);
  const auto with_trailers = [](std::size_t bytes) {
    return "0\r\nA: b\r\n" + std::string(bytes, 't') + "\r\n\r\n";
  };
  constexpr std::size_t kOtherBytes = sizeof("A: b\r\r\r") - 1;
  EXPECT_TRUE(decode({with_trailers(kFramingBytesMax - kOtherBytes)}).is_complete);
  EXPECT_TRUE(decode({with_trailers(kFramingBytesMax - kOtherBytes + 1)}).is_malformed);
}

// Each chunk may have an extension as long as the first one's.
TEST(ChunkedDecoder, CountsTheFramingOfEachChunkAlone) {
  const std::string chunk = "1;" + std::string(10'000, 'e') + "\r\nd\r\n";
  const Decoded decoded = decode({chunk + chunk + chunk + "0;" + std::string(10'000, 'e') +
                                  "\r\nA: " + std::string(10'000, 't') + "\r\n\r\n"});
  EXPECT_EQ(decoded.data, "ddd");
  EXPECT_TRUE(decoded.is_complete);
}

TEST(ChunkedDecoder, LeavesWhatFollows) {
  std::string bytes = std::string(kBody) + "HTTP/1.1";
  ChunkedDecoder decoder;
  const auto progress = decoder.decode(bytes);
  ASSERT_TRUE(progress.has_value());
  EXPECT_EQ(progress->consumed, kBody.size());
}

class MalformedChunks : public testing::TestWithParam<std::string> {};

TEST_P(MalformedChunks, AreRefused) { EXPECT_TRUE(decode({GetParam()}).is_malformed); }

INSTANTIATE_TEST_SUITE_P(Bodies, MalformedChunks,
                         testing::Values("\r\n", ";a\r\n", "g\r\n", "-1\r\n", "0x1\r\n", "1\n",
                                         "1\r\nab", "1\r\na\rb", "1\r\na\n", "1000000000000000\r\n",
                                         "0\r\n\n", "0\r\nA: b\n", "0\r\n\rx", "1;a\nb",
                                         "1;" + std::string(20'000, 'x'),
                                         "0\r\n" + std::string(20'000, 'x')));

}  // namespace
}  // namespace lambda::http
