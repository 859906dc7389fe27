// A reader that is slow gets every line; one that is asleep costs lines, and no time.
#include "emulator/sandbox/stream_sink.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <format>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kPipeBytes = 64 * 1024;

/// A pipe or a pair of sockets whose reader does nothing until it is told to.
class Reader {
 public:
  enum class Kind { kPipe, kSocket };

  explicit Reader(Kind kind = Kind::kPipe) {
    ::signal(SIGPIPE, SIG_IGN);
    int fds[2];
    const int failed =
        kind == Kind::kPipe ? ::pipe(fds) : ::socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
    if (failed != 0) {
      std::abort();
    }
    read_ = UniqueFd(fds[0]);
    write_ = UniqueFd(fds[1]);
  }
  int write_fd() const { return write_.get(); }
  void leave() { read_.reset(); }
  /// Reads until `text` ends so.
  std::string read_to(std::string_view end) {
    std::string text;
    std::array<char, 3000> buffer;
    while (!text.ends_with(end)) {
      const ssize_t got = ::read(read_.get(), buffer.data(), buffer.size());
      if (got <= 0) {
        break;
      }
      text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return text;
  }

 private:
  UniqueFd read_;
  UniqueFd write_;
};

std::string numbered_lines(int first, int count) {
  std::string text;
  for (int i = first; i < first + count; ++i) {
    text += std::format("line {:05}\n", i);
  }
  return text;
}

TEST(StreamSink, WritesAtOnceWhatItsReaderTakes) {
  Reader reader;
  StreamSink sink(reader.write_fd());
  sink.write("one\n");
  sink.write("two\n");
  EXPECT_TRUE(sink.takes_more());
  EXPECT_EQ(reader.read_to("two\n"), "one\ntwo\n");
}

TEST(StreamSink, AddsToAFile) {
  const std::string path = ::testing::TempDir() + "/log";
  std::ofstream(path) << "before\n";
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  const std::string lines = numbered_lines(0, 20'000);
  {
    StreamSink sink(file.get());
    sink.write(lines);
    sink.write("last\n");
  }
  std::ifstream read(path);
  EXPECT_EQ(std::string((std::istreambuf_iterator<char>(read)), {}), "before\n" + lines + "last\n");
}

class AnyReader : public ::testing::TestWithParam<Reader::Kind> {};

TEST_P(AnyReader, GetsEveryLineInOrderThoughItIsSlow) {
  Reader reader(GetParam());
  std::string all;
  {
    StreamSink sink(reader.write_fd());
    for (int i = 0; i < 100; ++i) {
      all += numbered_lines(i * 100, 100);
      sink.write(numbered_lines(i * 100, 100));
    }
    all += "end\n";
    std::thread late([&] { EXPECT_EQ(reader.read_to("end\n"), all); });
    sink.write("end\n");
    sink.flush();
    late.join();
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, AnyReader,
                         ::testing::Values(Reader::Kind::kPipe, Reader::Kind::kSocket),
                         [](const auto& info) { return info.index == 0 ? "pipe" : "socket"; });

TEST(StreamSink, NeverWaitsForAReaderThatIsAsleep) {
  Reader reader;
  const auto start = Clock::now();
  {
    StreamSink sink(reader.write_fd(), {.patience = milliseconds(200)});
    for (int i = 0; i < 100; ++i) {
      sink.write(std::string(kPipeBytes - 1, 'x') + "\n");
    }
  }
  EXPECT_LT(Clock::now() - start, std::chrono::seconds(5));
  EXPECT_EQ(::fcntl(reader.write_fd(), F_GETFL) & O_NONBLOCK, 0) << "others write there too";
}

TEST(StreamSink, HoldsAFunctionBackWhileItsReaderIsBehindButNotAsleep) {
  Reader reader;
  StreamSink sink(reader.write_fd(),
                  {.queued_bytes_max = 1000, .bytes_max = 100'000, .patience = milliseconds(500)});
  sink.write(std::string(kPipeBytes, 'x'));
  sink.write(std::string(998, 'y') + "\n");
  EXPECT_TRUE(sink.takes_more()) << "999 bytes wait";
  sink.write("\n");
  EXPECT_FALSE(sink.takes_more()) << "1,000 bytes wait";
  const auto deadline = Clock::now() + std::chrono::seconds(20);
  while (!sink.takes_more() && Clock::now() < deadline) {
    std::this_thread::yield();
  }
  EXPECT_TRUE(sink.takes_more()) << "its reader is asleep";
}

TEST(StreamSink, SaysHowManyLinesWereLost) {
  Reader reader;
  StreamSink sink(reader.write_fd(),
                  {.queued_bytes_max = 10, .bytes_max = 20, .patience = milliseconds(60'000)});
  sink.write(std::string(kPipeBytes, 'x'));
  sink.write("0123456789abcdefghi\n");  // The 20 bytes that may wait.
  sink.write("lost\nlost\n");
  sink.write("lost\n");
  const std::string text = reader.read_to("read them.\n");
  EXPECT_EQ(text.substr(kPipeBytes),
            "0123456789abcdefghi\n3 lines of the log are lost here: nobody read them.\n");
  sink.write("again\n");
  EXPECT_EQ(reader.read_to("again\n"), "again\n");
}

TEST(StreamSink, DoesNotMindThatItsReaderLeaves) {
  Reader reader;
  const auto start = Clock::now();
  {
    StreamSink sink(reader.write_fd(), {.patience = milliseconds(60'000)});
    sink.write(std::string(kPipeBytes, 'x'));
    sink.write("waits\n");
    reader.leave();
    sink.flush();
    sink.write("for nobody\n");
  }
  EXPECT_LT(Clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace lambda::emulator
