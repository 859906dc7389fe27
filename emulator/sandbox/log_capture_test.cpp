// What a process prints reaches the log in whole lines, and the tail of its own invocation.
#include "emulator/sandbox/log_capture.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "core/files/unique_fd.h"
#include "emulator/testing/memory_sink.h"

namespace lambda::emulator {
namespace {

using Stream = LogCapture::Stream;

/// One stream of a process.
class Output {
 public:
  Output() {
    int fds[2];
    if (::pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0) {
      std::abort();
    }
    read_ = UniqueFd(fds[0]);
    write_ = UniqueFd(fds[1]);
  }
  void print(std::string_view text) {
    ASSERT_EQ(::write(write_.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void end() { write_.reset(); }
  int fd() const { return read_.get(); }

 private:
  UniqueFd read_;
  UniqueFd write_;
};

class Capture : public ::testing::Test {
 protected:
  bool drain(const Output& output, Stream stream) {
    return capture_.drain(output.fd(), stream, scratch_);
  }

  testing::MemorySink sink_;
  LogCapture capture_{sink_};
  Output out_;
  Output err_;
  std::array<char, 1000> scratch_;
};

TEST_F(Capture, PassesOnWholeLinesOnly) {
  out_.print("one\ntw");
  EXPECT_TRUE(drain(out_, Stream::kStdout));
  EXPECT_EQ(sink_.text(), "one\n");
  out_.print("o\nthree");
  EXPECT_TRUE(drain(out_, Stream::kStdout));
  EXPECT_EQ(sink_.text(), "one\ntwo\n");
  out_.end();
  EXPECT_FALSE(drain(out_, Stream::kStdout));
  capture_.flush();
  EXPECT_EQ(sink_.text(), "one\ntwo\nthree\n");
  EXPECT_EQ(capture_.tail(), sink_.text());
  capture_.flush();
  EXPECT_EQ(capture_.tail(), "one\ntwo\nthree\n") << "nothing twice";
}

// As Lambda has them in its log; whoever looks at a terminal sees lines.
TEST_F(Capture, ShowsTheLinesOfOneRecord) {
  out_.print("a\r    b\r    c\nd\r\ne\r\n\r\n");
  drain(out_, Stream::kStdout);
  EXPECT_EQ(sink_.text(), "a\n    b\n    c\nd\r\ne\r\n\r\n");
  EXPECT_EQ(capture_.tail(), "a\r    b\r    c\nd\r\ne\r\n\r\n");
}

TEST_F(Capture, KeepsTheLinesOfBothStreamsApart) {
  out_.print("to out");
  err_.print("to err");
  drain(out_, Stream::kStdout);
  drain(err_, Stream::kStderr);
  out_.print(" one\n");
  drain(out_, Stream::kStdout);
  err_.print(" two\n");
  drain(err_, Stream::kStderr);
  EXPECT_EQ(sink_.text(), "to out one\nto err two\n");
}

TEST_F(Capture, EndsWhatTheProcessBeganBeforeALineOfItsOwn) {
  out_.print("begun");
  drain(out_, Stream::kStdout);
  capture_.write_own("END\n");
  EXPECT_EQ(sink_.text(), "begun\nEND\n");
}

TEST_F(Capture, GivesAnInvocationATailOfItsOwn) {
  out_.print("first\nlate");
  drain(out_, Stream::kStdout);
  capture_.begin_invocation();
  EXPECT_EQ(capture_.tail(), "");
  EXPECT_EQ(sink_.text(), "first\nlate\n") << "the log has all of it";
  out_.print("second\n");
  drain(out_, Stream::kStdout);
  EXPECT_EQ(capture_.tail(), "second\n");
}

TEST_F(Capture, PassesOnALineWithoutEndInPartsAndNothingTwice) {
  std::string all;
  for (int i = 0; i < 100; ++i) {
    const std::string part(999, static_cast<char>('a' + i % 26));
    all += part;
    out_.print(part);
    drain(out_, Stream::kStdout);
    ASSERT_LE(all.size() - sink_.text().size(), 64u * 1024 + 1000) << "what is kept is bounded";
  }
  EXPECT_GT(sink_.text().size(), 0u);
  capture_.flush();
  EXPECT_EQ(sink_.text(), all + "\n");
}

TEST_F(Capture, LooksUpAfterAMegabyteOfAnEndlessPrinter) {
  // /dev/zero never ends: drain() must.
  const UniqueFd endless(::open("/dev/zero", O_RDONLY | O_CLOEXEC));
  EXPECT_TRUE(capture_.drain(endless.get(), Stream::kStdout, scratch_));
  EXPECT_LT(sink_.text().size(), 1200u * 1024);
  EXPECT_GT(sink_.text().size(), 900u * 1024);
}

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
