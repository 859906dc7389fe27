// The tail holds the newest 4 KB, however they came.
#include "emulator/sandbox/log_tail.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

TEST(LogTail, KeepsTheNewestBytesInAnyCut) {
  for (const std::size_t piece : {1u, 7u, 4095u, 4096u, 4097u, 10'000u}) {
    std::string all;
    LogTail tail;
    for (int i = 0; all.size() < 20'000; ++i) {
      const std::string text(piece, static_cast<char>('a' + i % 26));
      all += text;
      tail.append(text);
      const std::size_t kept = std::min(all.size(), kLogTailBytesMax);
      ASSERT_EQ(tail.text(), std::string_view(all).substr(all.size() - kept)) << piece;
    }
    tail.clear();
    EXPECT_EQ(tail.text(), "");
  }
}

}  // namespace
}  // namespace lambda::emulator
