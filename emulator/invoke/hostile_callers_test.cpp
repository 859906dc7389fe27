// Callers who break HTTP, come from web pages, or come in crowds: each is told so, and costs the
// next caller nothing.
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "emulator/invoke/served_function.h"
#include "emulator/testing/raw_http.h"

namespace lambda::emulator {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::kInvokePath;
using testing::raw_request;
using testing::RawConnection;
using testing::ServedFunction;

const std::string kStart = "POST " + std::string(kInvokePath) + " HTTP/1.1\r\nHost: x\r\n";
const std::string kChunked = kStart + "Transfer-Encoding: chunked\r\n\r\n";

struct Malformed {
  std::string sent;
  int status;
};

const std::vector<Malformed>& malformed() {
  static const std::vector<Malformed> rows = {
      {"GARBAGE\r\n\r\n", 400},
      {"\x16\x03\x01\x02\r\n\r\n", 400},
      {"GET / HTTP/1.1\n\n", 400},
      {"POST " + std::string(kInvokePath) + " HTTP/1.1\nHost: x\nContent-Length: 1\n\n1", 400},
      {"GET /\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nName : v\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nA: \x01\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n", 431},
      {"GET /" + std::string(70'000, 'x'), 431},
      {kStart + "Content-Length: x\r\n\r\n", 400},
      {kStart + "Content-Length: -1\r\n\r\n", 400},
      {kStart + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n1", 400},
      {kStart + "Content-Length: 99999999999\r\n\r\n", 413},
      {kStart + "Content-Length: 99999999999999999999999\r\n\r\n", 413},
      {kStart + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {kStart + "Transfer-Encoding: gzip\r\n\r\n", 501},
      {kStart + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400},
      {kStart + "Expect: banana\r\nContent-Length: 1\r\n\r\n1", 417},
      {kStart + "Expect: 100-continue\r\nContent-Length: 7000000\r\n\r\n", 413},
      {kChunked + "xyz\r\n", 400},
      {kChunked + "2\r\nabc\r\n", 400},
      {kChunked + "2\nab\r\n", 400},
      {kChunked + "ffffffffffffffff\r\n", 413},
      {kChunked + "fffffffffffffffff\r\n", 413},
      {kChunked + "0\r\nbad trailer\r\n\r\n", 400},
  };
  return rows;
}

TEST(HostileCallers, AreAnsweredAndTheNextCallerIsServed) {
  const ServedFunction function("echo");
  EXPECT_EQ(function.invoke("", "1").body, "1");
  for (const Malformed& row : malformed()) {
    const auto start = steady_clock::now();
    RawConnection connection(function.port());
    connection.send(row.sent);
    const auto answer = connection.read_answer();
    ASSERT_TRUE(answer.has_value()) << row.sent.substr(0, 200);
    EXPECT_EQ(answer->status, row.status) << row.sent.substr(0, 200);
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_EQ(answer->headers.at("content-type"), "application/json");
    EXPECT_TRUE(answer->headers.contains("x-amzn-errortype"));
    EXPECT_EQ(function.invoke("", "2").body, "2");
    EXPECT_LT(steady_clock::now() - start, seconds(5)) << row.sent.substr(0, 200);
  }
}

TEST(HostileCallers, FromWebPagesAreRefused) {
  const ServedFunction function("echo");
  for (const char* header : {"Origin: https://evil.example\r\n", "Origin: null\r\n"}) {
    const auto answer = function.invoke(header, "1");
    EXPECT_EQ(answer.status, 403) << header;
    EXPECT_EQ(answer.headers.at("x-amzn-errortype"), "AccessDeniedException");
    EXPECT_NE(answer.body.find("--allow-host"), std::string::npos) << answer.body;
  }
  RawConnection rebound(function.port());
  rebound.send("POST " + std::string(kInvokePath) +
               " HTTP/1.1\r\nHost: evil.example:8080\r\nContent-Length: 1\r\n\r\n1");
  EXPECT_EQ(rebound.read_answer().value().status, 403);
  EXPECT_EQ(function.log(), "") << "the function ran";
  EXPECT_EQ(function.invoke("Origin: http://localhost:3000\r\n", "1").status, 200);
  EXPECT_EQ(function.invoke("Origin: https://allowed.example\r\n", "1").status, 200);
}

TEST(HostileCallers, AreToldWhenThereIsNoRoom) {
  ServerOptions options;
  options.connections_max = 3;
  const ServedFunction function("echo", 4, options);
  std::vector<std::unique_ptr<RawConnection>> unfinished;
  for (int i = 0; i < 3; ++i) {
    unfinished.push_back(std::make_unique<RawConnection>(function.port()));
    // The answer to one request, and the start of another, so that it was surely seen.
    unfinished.back()->send(raw_request("POST", kInvokePath, "", "1") + "POST");
    EXPECT_EQ(unfinished.back()->read_answer().value().body, "1");
  }
  RawConnection newcomer(function.port());
  const auto answer = newcomer.read_answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->headers.at("x-amzn-errortype"), "ServiceException");
  EXPECT_EQ(answer->body, R"({"Type":"Service","message":"All connections are in use. )"
                          R"(Try again later, or close those that are not needed."})");
  unfinished.pop_back();
  while (function.invoke("", "2").status == 503) {
    std::this_thread::yield();
  }
  EXPECT_EQ(function.invoke("", "2").body, "2");
}

TEST(HostileCallers, ThatWaitForTheFunctionDoNotHoldUpOthers) {
  const ServedFunction function("hang", 64);
  std::vector<std::unique_ptr<RawConnection>> waiting;
  for (int i = 0; i < 30; ++i) {
    waiting.push_back(std::make_unique<RawConnection>(function.port()));
    waiting.back()->send(raw_request("POST", kInvokePath, "", "\"bad\""));
  }
  EXPECT_EQ(function.invoke("", "1").body, "1");
}

std::ptrdiff_t thread_count() {
  return std::ranges::distance(std::filesystem::directory_iterator("/proc/self/task"),
                               std::filesystem::directory_iterator());
}

/// 1,000 callers who say nothing, and 300 who send a byte now and then.
class Crowd {
 public:
  explicit Crowd(std::uint16_t port) {
    for (int i = 0; i < 1000; ++i) {
      idle_.push_back(std::make_unique<RawConnection>(port));
    }
    for (int i = 0; i < 300; ++i) {
      slow_.push_back(std::make_unique<RawConnection>(port));
    }
    for (const auto& connection : slow_) {
      connection->send("POST " + std::string(kInvokePath));
    }
    dripping_ = std::thread([this] {
      for (std::size_t turn = 0; !is_over_; ++turn) {
        slow_[turn % slow_.size()]->send("x");
        std::this_thread::sleep_for(milliseconds(1));  // Its pace is the subject.
      }
    });
  }
  ~Crowd() {
    is_over_ = true;
    dripping_.join();
  }

 private:
  std::vector<std::unique_ptr<RawConnection>> idle_;
  std::vector<std::unique_ptr<RawConnection>> slow_;
  std::atomic<bool> is_over_ = false;
  std::thread dripping_;
};

TEST(HostileCallers, InACrowdCostNeitherThreadsNorTime) {
  rlimit descriptors{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &descriptors), 0);
  ASSERT_GE(descriptors.rlim_max, 4096u) << "raise the limit of open files: ulimit -Hn 4096";
  descriptors.rlim_cur = descriptors.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &descriptors), 0);

  ServerOptions options;
  options.connections_max = 2'000;
  const ServedFunction function("echo", 4, options);
  EXPECT_EQ(function.invoke("", "1").body, "1");
  const std::ptrdiff_t threads = thread_count();
  const Crowd crowd(function.port());
  RawConnection kept(function.port());
  for (int i = 0; i < 200; ++i) {
    const std::string event = std::to_string(i);
    const auto start = steady_clock::now();
    EXPECT_EQ(function.invoke("", event).body, event);
    kept.send(raw_request("POST", kInvokePath, "", event));
    EXPECT_EQ(kept.read_answer().value().body, event);
    // Milliseconds on an idle machine; on the old server the first call took half a minute.
    EXPECT_LT(steady_clock::now() - start, seconds(2));
  }
  EXPECT_LE(thread_count(), threads + 1) << "the crowd's own, and no other";
}

}  // namespace
}  // namespace lambda::emulator
