// How many connections a port keeps, and for how long.
#include <sys/resource.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "emulator/http/driven_port.h"
#include "emulator/http/http_port.h"

namespace lambda::emulator {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::post;
using testing::RawConnection;

class Port : public testing::DrivenPort {};

TEST_F(Port, LetsTheLongestIdleMakeWay) {
  HttpPortOptions options;
  options.connections_max = 3;
  open(options);
  const auto a = join();
  const auto b = join();
  const auto c = join();
  a->send(post("1"));  // Now b has been idle for longer.
  EXPECT_EQ(answer_to(*a).body, "1");
  const auto d = connect();
  expect_closed(*b);
  EXPECT_EQ(port_->connection_count(), 3u);
  for (RawConnection* connection : {a.get(), c.get(), d.get()}) {
    connection->send(post("still here"));
    EXPECT_EQ(answer_to(*connection).body, "still here");
  }
}

TEST_F(Port, TellsANewcomerWhenThereIsNoRoom) {
  HttpPortOptions options;
  options.connections_max = 2;
  open(options);
  owner_.holds = true;
  const auto busy = join();
  busy->send(post("1"));
  advance_until_held(1);
  const auto half = join();
  half->send("POST / HTTP/1.1\r\n");
  port_->advance(steady_clock::now() + milliseconds(20));
  for (const bool sends_first : {false, true}) {
    const auto newcomer = connect();
    if (sends_first) {
      newcomer->send(post(std::string(100'000, 'x')));
    }
    const auto answer = answer_to(*newcomer);
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_EQ(answer.body,
              "All connections are in use. Try again later, or close those that are not needed.");
    if (!sends_first) {
      newcomer->send(post("late"));
    }
    expect_closed(*newcomer);
  }
  EXPECT_EQ(port_->connection_count(), 2u);
  port_->answer(owner_.held[0].first, json_answer(200, "1"));
  EXPECT_EQ(answer_to(*busy).body, "1");
}

TEST_F(Port, BoundsThoseItHasRefused) {
  HttpPortOptions options;
  options.connections_max = 1;
  open(options);
  owner_.holds = true;
  const auto busy = join();
  busy->send(post("1"));
  advance_until_held(1);
  std::vector<std::unique_ptr<RawConnection>> refused;
  for (int i = 0; i < 70; ++i) {
    refused.push_back(connect());
    EXPECT_EQ(answer_to(*refused.back()).status, 503);
  }
  EXPECT_EQ(owner_.gone.size(), 6u) << "64 may linger";
}

/// As many descriptors as there are.
class DescriptorLimit {
 public:
  DescriptorLimit() {
    EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &before_), 0);
    const int next = ::dup(STDIN_FILENO);
    ::close(next);
    rlimit now = before_;
    now.rlim_cur = static_cast<rlim_t>(next);
    EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &now), 0);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(Port, LetsAnIdleOneMakeWayWhenDescriptorsRunOut) {
  open({});
  const auto idle = join();
  const auto newcomer = connect();
  newcomer->send(post("1"));
  const DescriptorLimit limit;
  EXPECT_EQ(answer_to(*newcomer).body, "1");
  expect_closed(*idle);
}

TEST_F(Port, RestsWhenDescriptorsRunOutAndNoneIsIdle) {
  open({});
  owner_.holds = true;
  const auto busy = join();
  busy->send(post("1"));
  advance_until_held(1);
  const auto newcomer = connect();
  newcomer->send(post("2"));
  {
    const DescriptorLimit limit;
    EXPECT_LE(turns_within(milliseconds(250)), 4) << "tried again now and then, not without end";
    EXPECT_EQ(owner_.held.size(), 1u);
  }
  advance_until_held(2);
}

// Time.

TEST_F(Port, ClosesAnIdleConnectionInTimeAndNoEarlier) {
  HttpPortOptions options;
  options.times.idle = milliseconds(60);
  open(options);
  const auto connection = join();
  const auto start = steady_clock::now();
  expect_closed(*connection);
  EXPECT_GE(steady_clock::now() - start, milliseconds(40));
  EXPECT_LE(steady_clock::now() - start, std::chrono::seconds(5));
}

TEST_F(Port, CountsIdleTimeFromTheLastAnswer) {
  HttpPortOptions options;
  options.times.idle = milliseconds(500);
  open(options);
  const auto used = join();
  const auto unused = join();
  const auto end = steady_clock::now() + milliseconds(700);
  while (steady_clock::now() < end) {
    used->send(post("1"));
    ASSERT_EQ(answer_to(*used).body, "1");
  }
  expect_closed(*unused);
  used->send(post("2"));
  EXPECT_EQ(answer_to(*used).body, "2");
}

TEST_F(Port, EndsARequestThatComesByteByByte) {
  HttpPortOptions options;
  options.times.request = milliseconds(200);
  options.times.idle = milliseconds(100);  // Shorter: it does not count once a request has begun.
  open(options);
  const auto connection = join();
  const auto start = steady_clock::now();
  while (!has_input(*connection) && steady_clock::now() - start < std::chrono::seconds(5)) {
    connection->send("A");
    port_->advance(steady_clock::now() + milliseconds(5));
  }
  const auto answer = connection->read_answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 408);
  EXPECT_GE(steady_clock::now() - start, milliseconds(180));
  EXPECT_LE(steady_clock::now() - start, std::chrono::seconds(2));
}

TEST_F(Port, DropsAPeerThatDoesNotTakeItsAnswer) {
  HttpPortOptions options;
  options.times.answer = milliseconds(100);
  open(options);
  owner_.holds = true;
  const auto connection = join();
  connection->send(post("1"));
  advance_until_held(1);
  const std::string body(32 * 1024 * 1024, 'x');
  const auto start = steady_clock::now();
  port_->answer(owner_.held[0].first, json_answer(200, ""), body);
  advance_until([&] { return owner_.gone.size() == 1; });
  EXPECT_GE(steady_clock::now() - start, milliseconds(100));
}

TEST_F(Port, LingersUntilThePeerClosesOrItsTimeIsOver) {
  HttpPortOptions options;
  options.times.linger = milliseconds(300);
  open(options);
  auto polite = join();
  const auto deaf = join();
  for (RawConnection* connection : {polite.get(), deaf.get()}) {
    connection->send("GARBAGE\r\n\r\n");
    EXPECT_EQ(answer_to(*connection).status, 400);
  }
  EXPECT_TRUE(owner_.gone.empty());
  polite.reset();
  advance_until([&] { return owner_.gone.size() == 1; });
  advance_until([&] { return owner_.gone.size() == 2; });
}

}  // namespace
}  // namespace lambda::emulator
