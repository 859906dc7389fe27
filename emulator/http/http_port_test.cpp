// Who is served by a port, in which order, and what its owner is told.
#include "emulator/http/http_port.h"

#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "emulator/http/driven_port.h"

namespace lambda::emulator {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::post;
using testing::RawConnection;

class Port : public testing::DrivenPort {};

TEST_F(Port, AnswersRequestsOfOneConnectionOneAfterTheOther) {
  open({});
  const auto connection = join();
  for (const char* body : {"1", "2", ""}) {
    connection->send(post(body));
    const auto answer = answer_to(*connection);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, body);
  }
}

TEST_F(Port, ServesOthersWhileOneWaits) {
  open({});
  owner_.holds = true;
  const auto waiting = join();
  waiting->send(post("first"));
  advance_until_held(1);
  owner_.holds = false;
  const auto other = join();
  other->send(post("other"));
  EXPECT_EQ(answer_to(*other).body, "other");
  EXPECT_FALSE(has_input(*waiting));
  port_->answer(owner_.held[0].first, json_answer(200, "late"));
  EXPECT_EQ(answer_to(*waiting).body, "late");
}

TEST_F(Port, KeepsPipelinedRequestsInOrder) {
  open({});
  const auto connection = join();
  connection->send(post("1") + post("2") + post("3"));
  advance_until([&] { return owner_.ids.size() == 3; });
  for (const char* body : {"1", "2", "3"}) {
    EXPECT_EQ(connection->read_answer().value().body, body);
  }

  owner_.holds = true;
  connection->send(post("4") + post("5"));
  advance_until_held(1);
  EXPECT_EQ(turns_within(milliseconds(30)), 0) << "the second waits for the first one's answer";
  port_->answer(owner_.held[0].first, json_answer(200, "4"));
  advance_until_held(2);
  EXPECT_EQ(owner_.held[1].second.body, "5");
}

TEST_F(Port, TakesMorePipelinedRequestsThanOneTurnDoes) {
  open({});
  const auto connection = join();
  std::string all;
  for (int i = 0; i < 500; ++i) {
    all += post(std::to_string(i));
  }
  connection->send(all);
  advance_until([&] { return owner_.ids.size() == 500; });
  for (int i = 0; i < 500; ++i) {
    ASSERT_EQ(connection->read_answer().value().body, std::to_string(i));
  }
}

TEST_F(Port, IsNotKeptBusyByBytesBehindAHeldRequest) {
  for (const bool is_half_closed_gone : {false, true}) {
    HttpPortOptions options;
    options.is_half_closed_gone = is_half_closed_gone;
    open(options);
    owner_.held.clear();
    owner_.holds = true;
    const auto connection = join();
    connection->send(post("1"));
    advance_until_held(1);
    connection->send("x");
    EXPECT_LE(turns_within(milliseconds(50)), 1);
    pollfd polled{port_->fd(), POLLIN, 0};
    EXPECT_EQ(::poll(&polled, 1, 0), 0);
    port_->answer(owner_.held[0].first, json_answer(200, "1"));
    EXPECT_EQ(answer_to(*connection).body, "1");
    // The byte was no request: it is read now, and its rest is waited for.
    connection->send("y / HTTP/1.1\r\nHost: x\r\n\r\n");
    advance_until_held(2);
    EXPECT_EQ(owner_.held[1].second.method, "xy");
  }
}

TEST_F(Port, AnswersAPeerThatClosedItsSendingSide) {
  open({});
  owner_.holds = true;
  const auto connection = join();
  connection->send(post("1"));
  connection->close_sending();
  advance_until_held(1);
  EXPECT_LE(turns_within(milliseconds(50)), 1) << "its end is not reported again and again";
  port_->answer(owner_.held[0].first, json_answer(200, "1"));
  EXPECT_EQ(answer_to(*connection).body, "1");
}

TEST_F(Port, ForgetsAPeerThatClosedItsSendingSideWhereThatIsAskedFor) {
  HttpPortOptions options;
  options.is_half_closed_gone = true;
  open(options);
  owner_.holds = true;
  const auto connection = join();
  connection->send(post("1"));
  advance_until_held(1);
  connection->send("bytes behind it");
  connection->close_sending();
  advance_until([&] { return owner_.gone.size() == 1; });
  EXPECT_EQ(owner_.gone[0].id, owner_.held[0].first);
  EXPECT_TRUE(owner_.gone[0].is_unanswered);
}

TEST_F(Port, TellsOfAPeerThatBreaksOff) {
  open({});
  auto connection = join();
  connection->send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
  port_->advance(steady_clock::now() + milliseconds(20));
  connection.reset();
  advance_until([&] { return owner_.gone.size() == 1; });
  EXPECT_TRUE(owner_.gone[0].was_cut);
  EXPECT_FALSE(owner_.gone[0].is_unanswered);
}

TEST_F(Port, TellsOfAnAnswerThatWasNotTakenWhole) {
  open({});
  owner_.holds = true;
  auto connection = join();
  connection->send(post("1"));
  advance_until_held(1);
  const std::string body(32 * 1024 * 1024, 'x');
  const ConnectionId id = owner_.held[0].first;
  port_->answer(id, json_answer(200, ""), body);
  EXPECT_TRUE(port_->is_answering(id));
  connection.reset();
  advance_until([&] { return owner_.gone.size() == 1; });
  EXPECT_TRUE(owner_.gone[0].is_unanswered);
  EXPECT_FALSE(port_->is_answering(id));
  port_->answer(id, json_answer(200, "nobody is there"));
}

TEST_F(Port, WritesALargeAnswerAsItIsRead) {
  open({});
  owner_.holds = true;
  const auto connection = join();
  connection->send(post("1"));
  advance_until_held(1);
  const std::string body(32 * 1024 * 1024, 'x');
  port_->answer(owner_.held[0].first, json_answer(200, ""), body);
  std::atomic<bool> is_read = false;
  std::thread reader([&] {
    EXPECT_EQ(connection->read_answer().value().body, body);
    is_read = true;
  });
  advance_until([&] { return is_read.load(); });
  reader.join();
}

TEST_F(Port, LetsARefusedUploadEndSoThatItsAnswerIsRead) {
  HttpPortOptions options;
  options.limits.body_bytes_max = 1000;
  options.limits.body_bytes_read_max = 2000;
  open(options);
  for (const char* framing : {"Content-Length: 100000007", "Transfer-Encoding: chunked"}) {
    const auto connection = join();
    std::atomic<bool> is_done = false;
    std::thread peer([&] {
      connection->send("POST / HTTP/1.1\r\nHost: x\r\n" + std::string(framing) + "\r\n\r\n");
      connection->send("5F5E100\r\n");  // 100,000,000 bytes, where it is a chunk's size.
      const std::string part(1'000'000, 'x');
      for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(connection->send(part)) << i;
      }
      const auto answer = connection->read_answer();
      EXPECT_TRUE(answer.has_value());
      EXPECT_EQ(answer ? answer->status : 0, 413);
      is_done = true;
    });
    advance_until([&] { return is_done.load(); });
    peer.join();
  }
}

TEST_F(Port, RefusesALargeBodyBeforeItIsSentToWhoAsks) {
  HttpPortOptions options;
  options.limits.body_bytes_max = 10;
  open(options);
  const auto connection = join();
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n";
  connection->send(head + "Content-Length: 11\r\n\r\n");
  EXPECT_EQ(answer_to(*connection).status, 413);
  const auto other = join();
  other->send(head + "Content-Length: 10\r\n\r\n");
  advance_until([&] { return has_input(*other); });
  other->send("1234567890");
  advance_until([&] { return owner_.ids.size() == 1; });
  EXPECT_EQ(other->read_answer().value().body, "1234567890");
}

TEST_F(Port, SendsNoBodyToHead) {
  open({});
  const auto connection = join();
  connection->send("HEAD / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab" + post("next"));
  advance_until([&] { return has_input(*connection); });
  char text[2048];
  ssize_t size = 0;
  std::string received;
  while (!received.ends_with("next")) {
    port_->advance(steady_clock::now() + milliseconds(5));
    size = ::recv(connection->fd(), text, sizeof text, MSG_DONTWAIT);
    if (size > 0) {
      received.append(text, static_cast<std::size_t>(size));
    }
    ASSERT_NE(size, 0) << received;
  }
  EXPECT_NE(received.find("Content-Length: 2\r\n\r\nHTTP/1.1 200"), std::string::npos) << received;
}

TEST_F(Port, StopsReadingAndStillAnswers) {
  open({});
  owner_.holds = true;
  const auto busy = join();
  busy->send(post("1") + post("2"));
  advance_until_held(1);
  const auto idle = join();
  port_->stop();
  expect_closed(*idle);
  EXPECT_FALSE(port_->is_drained());
  port_->answer(owner_.held[0].first, json_answer(200, "1"));
  const auto answer = answer_to(*busy);
  EXPECT_EQ(answer.body, "1");
  EXPECT_EQ(answer.headers.at("connection"), "close");
  EXPECT_TRUE(port_->is_drained());
  const auto late = connect();
  late->send(post("3"));
  EXPECT_EQ(turns_within(milliseconds(30)), 0);
  EXPECT_EQ(owner_.held.size(), 1u);
}

}  // namespace
}  // namespace lambda::emulator
