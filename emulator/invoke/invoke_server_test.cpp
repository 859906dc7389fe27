// The invoke API on a real port, for callers polite and not.
#include "emulator/invoke/invoke_server.h"

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/text/base64_text.h"
#include "emulator/invoke/event_queue.h"
#include "emulator/invoke/invoke_api.h"
#include "emulator/invoke/served_function.h"
#include "emulator/sandbox/environment_pool.h"
#include "emulator/testing/memory_sink.h"
#include "emulator/testing/raw_http.h"
#include "emulator/testing/test_function.h"

namespace lambda::emulator {
namespace {

using std::chrono::milliseconds;
using testing::kInvokePath;
using testing::raw_request;
using testing::RawAnswer;
using testing::RawConnection;
using testing::ServedFunction;

TEST(InvokeServer, AnswersAnInvocation) {
  const ServedFunction emulator("echo");
  const RawAnswer answer = emulator.invoke("", "{\"a\": 1}");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "{\"a\": 1}");
  EXPECT_EQ(answer.headers.at("content-type"), "application/json");
  EXPECT_EQ(answer.headers.at("x-amz-executed-version"), "$LATEST");
  EXPECT_EQ(answer.headers.at("x-amzn-requestid").size(), 36u);
  EXPECT_TRUE(answer.headers.at("x-amzn-trace-id").starts_with("Root=1-"));
  EXPECT_EQ(answer.headers.count("x-amz-function-error"), 0u);
  EXPECT_EQ(answer.headers.count("x-amz-log-result"), 0u);
  EXPECT_NE(emulator.log().find(answer.headers.at("x-amzn-requestid")), std::string::npos);
}

TEST(InvokeServer, MarksAFunctionError) {
  const ServedFunction emulator("exit");
  const RawAnswer answer = emulator.invoke("", "\"bad\"");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.at("x-amz-function-error"), "Unhandled");
  EXPECT_NE(answer.body.find("Runtime.ExitError"), std::string::npos);
  EXPECT_EQ(answer.headers.at("content-type"), "application/json");
  EXPECT_EQ(answer.headers.at("x-amz-executed-version"), "$LATEST");
  EXPECT_NE(answer.body.find(answer.headers.at("x-amzn-requestid")), std::string::npos)
      << answer.body;
  EXPECT_EQ(emulator.invoke("", "1").headers.count("x-amz-function-error"), 0u);
}

TEST(InvokeServer, GivesTheLogToWhoAsks) {
  const ServedFunction emulator("log");
  const RawAnswer answer = emulator.invoke("X-Amz-Log-Type: Tail\r\n", "1");
  const auto log = from_base64(answer.headers.at("x-amz-log-result"));
  ASSERT_TRUE(log.has_value());
  EXPECT_TRUE(log->starts_with("START RequestId: " + answer.headers.at("x-amzn-requestid")));
  EXPECT_NE(log->find("to standard error\n"), std::string::npos);
  EXPECT_NE(log->find("REPORT RequestId: "), std::string::npos);
}

TEST(InvokeServer, PassesTheCallersContextOn) {
  const ServedFunction emulator("headers");
  const RawAnswer answer = emulator.invoke(
      "X-Amz-Client-Context: eyJhIjoxfQ==\r\nX-Amz-Tenant-Id: blue\r\n"
      "X-Amz-Cognito-Identity: {\"cognitoIdentityId\":\"me\"}\r\n"
      "X-Amzn-Trace-Id: Root=1-2;Sampled=1\r\n",
      "1",
      "/2015-03-31/functions/"
      "arn:aws:lambda:eu-west-1:123456789012:function:function:7/invocations");
  EXPECT_EQ(answer.headers.at("x-amz-executed-version"), "7");
  for (const char* part :
       {R"("lambda-runtime-client-context":"{\"a\":1}")",
        R"("lambda-runtime-aws-tenant-id":"blue")",
        R"("lambda-runtime-cognito-identity":"{\"cognitoIdentityId\":\"me\"}")",
        R"("lambda-runtime-trace-id":"Root=1-2;Sampled=1")",
        R"(-function-arn":"arn:aws:lambda:eu-west-1:123456789012:function:function:7")"}) {
    EXPECT_NE(answer.body.find(part), std::string::npos) << part << "\n" << answer.body;
  }
}

TEST(InvokeServer, RunsAnEventLaterAndADryRunNever) {
  const ServedFunction emulator("echo");
  const RawAnswer dry = emulator.invoke("X-Amz-Invocation-Type: DryRun\r\n", "1");
  EXPECT_EQ(dry.status, 204);
  EXPECT_EQ(emulator.log(), "");
  const RawAnswer event = emulator.invoke("X-Amz-Invocation-Type: Event\r\n", "1");
  EXPECT_EQ(event.status, 202);
  EXPECT_EQ(event.body, "");
  for (const RawAnswer& accepted : {dry, event}) {
    EXPECT_EQ(accepted.headers.at("x-amz-executed-version"), "$LATEST");
    EXPECT_TRUE(accepted.headers.at("x-amzn-trace-id").starts_with("Root=1-"));
    EXPECT_EQ(accepted.headers.at("x-amzn-requestid").size(), 36u);
  }
  emulator.wait_for_log("END RequestId: " + event.headers.at("x-amzn-requestid"));
}

TEST(InvokeServer, QueuesEventsBeyondTheConcurrency) {
  const ServedFunction emulator("slow", 1);
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    const RawAnswer answer = emulator.invoke("X-Amz-Invocation-Type: Event\r\n", "1");
    EXPECT_EQ(answer.status, 202);
    ids.push_back(answer.headers.at("x-amzn-requestid"));
  }
  for (const std::string& id : ids) {
    emulator.wait_for_log("END RequestId: " + id);
  }
}

TEST(InvokeServer, ThrottlesBeyondTheConcurrency) {
  const ServedFunction emulator("hang", 1);
  RawConnection first(emulator.port());
  first.send(raw_request("POST", kInvokePath, "", "\"bad\""));
  emulator.wait_for_log("START");
  const RawAnswer answer = emulator.invoke("", "1");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.headers.at("x-amzn-errortype"), "TooManyRequestsException");
  EXPECT_EQ(answer.headers.at("x-amzn-requestid").size(), 36u);
  EXPECT_EQ(answer.headers.at("content-type"), "application/json");
  EXPECT_EQ(answer.body, R"({"Reason":"ConcurrentInvocationLimitExceeded","Type":"User",)"
                         R"("message":"Rate Exceeded."})");
}

TEST(InvokeServer, RefusesWithLambdasErrors) {
  const ServedFunction emulator("echo");
  const RawAnswer not_json = emulator.invoke("", "{");
  EXPECT_EQ(not_json.status, 400);
  EXPECT_EQ(not_json.headers.at("x-amzn-errortype"), "InvalidRequestContentException");
  EXPECT_EQ(not_json.headers.at("x-amzn-requestid").size(), 36u);
  EXPECT_TRUE(not_json.body.starts_with(R"({"Type":"User","message":"Could not parse request)"));
  const RawAnswer no_path = emulator.invoke("", "1", "/nowhere");
  EXPECT_EQ(no_path.status, 404);
  EXPECT_EQ(no_path.headers.at("x-amzn-errortype"), "ResourceNotFoundException");
  const RawAnswer other = emulator.invoke("", "1", "/2015-03-31/functions/other/invocations");
  EXPECT_EQ(other.status, 404);
  EXPECT_EQ(other.headers.at("x-amzn-errortype"), "ResourceNotFoundException");
  EXPECT_TRUE(other.body.starts_with(R"({"Type":"User","message":"Function not found: arn:aws:)"))
      << other.body;
  EXPECT_EQ(emulator.log(), "");
}

TEST(InvokeServer, RefusesAnEventOf7MegabytesAndKeepsTheConnection) {
  const ServedFunction emulator("echo");
  RawConnection connection(emulator.port());
  connection.send(raw_request("POST", kInvokePath, "", std::string(7 * 1024 * 1024, '1')));
  const auto refused = connection.read_answer();
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->status, 413);
  EXPECT_EQ(refused->headers.at("x-amzn-errortype"), "RequestEntityTooLargeException");
  EXPECT_EQ(refused->body,
            R"({"Type":"User","message":"Request must be smaller than 6291456 bytes for the )"
            R"(InvokeFunction operation"})");
  connection.send(raw_request("POST", kInvokePath, "", "1"));
  EXPECT_EQ(connection.read_answer().value().body, "1");
}

TEST(InvokeServer, RefusesAHugeEventBeforeItIsSent) {
  const ServedFunction emulator("echo");
  RawConnection connection(emulator.port());
  connection.send(
      "POST /2015-03-31/functions/function/invocations HTTP/1.1\r\nHost: x\r\n"
      "Content-Length: 7000000\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(connection.read_answer().value().status, 413);
  RawConnection greedy(emulator.port());
  greedy.send(
      "POST /2015-03-31/functions/function/invocations HTTP/1.1\r\nHost: x\r\n"
      "Content-Length: 99999999999\r\n\r\n");
  EXPECT_EQ(greedy.read_answer().value().status, 413);
}

TEST(InvokeServer, TakesChunkedEventsAndExpectations) {
  const ServedFunction emulator("echo");
  RawConnection connection(emulator.port());
  connection.send(
      "POST /2015-03-31/functions/function/invocations HTTP/1.1\r\nHost: x\r\n"
      "Transfer-Encoding: chunked\r\n"
      "Expect: 100-continue\r\n\r\n");
  connection.send("2\r\n[1\r\n3\r\n,2]\r\n0\r\n\r\n");
  EXPECT_EQ(connection.read_answer().value().body, "[1,2]");
}

TEST(InvokeServer, AnswersPipelinedRequestsInOrder) {
  const ServedFunction emulator("echo");
  RawConnection connection(emulator.port());
  connection.send(raw_request("POST", kInvokePath, "", "1") +
                  raw_request("POST", kInvokePath, "", "2"));
  EXPECT_EQ(connection.read_answer().value().body, "1");
  EXPECT_EQ(connection.read_answer().value().body, "2");
}

TEST(InvokeServer, AnswersACallerThatClosedItsSendingSide) {
  const ServedFunction emulator("slow");
  RawConnection connection(emulator.port());
  connection.send(raw_request("POST", kInvokePath, "", "1"));
  connection.close_sending();
  EXPECT_EQ(connection.read_answer().value().body, "1");
}

TEST(InvokeServer, OutlivesACallerThatVanishes) {
  const ServedFunction emulator("slow", 1);
  {
    RawConnection connection(emulator.port());
    connection.send(raw_request("POST", kInvokePath, "", "1"));
    emulator.wait_for_log("START");
  }
  emulator.wait_for_log("REPORT");
  RawAnswer next = emulator.invoke("", "2");
  while (next.status == 429) {  // REPORT is written a moment before its environment is free.
    next = emulator.invoke("", "2");
  }
  EXPECT_EQ(next.body, "2");
}

TEST(InvokeServer, GivesUpOnARequestThatNeverEnds) {
  ServerOptions options;
  options.times.request = milliseconds(200);
  const ServedFunction emulator("echo", 4, options);
  for (const char* part : {"POST /2015-03-31/functions/function/invocations HTT",
                           "POST /2015-03-31/functions/function/invocations HTTP/1.1\r\nHost: x\r\n"
                           "Content-Length: 10\r\n\r\n[1"}) {
    const auto start = std::chrono::steady_clock::now();
    RawConnection connection(emulator.port());
    connection.send(part);
    const auto answer = connection.read_answer();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, 408);
    EXPECT_EQ(answer->headers.at("x-amzn-errortype"), "InvalidRequestContentException");
    EXPECT_NE(answer->body.find("did not arrive in time"), std::string::npos) << answer->body;
    EXPECT_EQ(answer->headers.at("connection"), "close");
  }
}

TEST(InvokeServer, ClosesAnIdleConnection) {
  ServerOptions options;
  options.times.idle = milliseconds(100);
  const ServedFunction emulator("echo", 4, options);
  const auto start = std::chrono::steady_clock::now();
  RawConnection connection(emulator.port());
  EXPECT_FALSE(connection.read_answer().has_value());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(InvokeServer, DropsACallerThatDoesNotReadItsAnswer) {
  ServerOptions options;
  options.times.answer = milliseconds(200);
  const ServedFunction emulator("echo", 4, options);
  RawConnection deaf(emulator.port());
  // More answers than the socket's buffers hold.
  const std::string event = "\"" + std::string(5 * 1024 * 1024, 'x') + "\"";
  for (int i = 0; i < 4; ++i) {
    if (!deaf.send(raw_request("POST", kInvokePath, "", event))) {
      break;
    }
  }
  while (deaf.read_answer()) {
  }
  EXPECT_EQ(emulator.invoke("", "1").body, "1");
}

TEST(InvokeServer, TakesItsPortAgainAtOnce) {
  std::string address;
  {
    const ServedFunction emulator("echo");
    address = "127.0.0.1:" + std::to_string(emulator.port());
    // The server closes first, so that the kernel remembers the connection for a minute.
    EXPECT_EQ(emulator.invoke("Connection: close\r\n", "1").headers.at("connection"), "close");
  }
  testing::MemorySink sink;
  EnvironmentPool pool(testing::test_function("echo"), {}, sink, 1);
  EventQueue events(pool, 1);
  InvokeApi api(pool, events);
  const auto server = InvokeServer::start(address, api);
  EXPECT_TRUE(server.has_value()) << server.error().message;
}

TEST(InvokeServer, KeepsTheLogOfOneInvocationFromTheNext) {
  const ServedFunction emulator("log", 1);
  const std::string first =
      from_base64(emulator.invoke("X-Amz-Log-Type: Tail\r\n", "1").headers.at("x-amz-log-result"))
          .value();
  const RawAnswer answer = emulator.invoke("X-Amz-Log-Type: Tail\r\n", "2");
  const std::string second = from_base64(answer.headers.at("x-amz-log-result")).value();
  EXPECT_TRUE(second.starts_with("START RequestId: " + answer.headers.at("x-amzn-requestid")))
      << second;
  EXPECT_EQ(second.find("START"), second.rfind("START")) << second;
  EXPECT_EQ(first.find("START"), first.rfind("START")) << first;
}

TEST(InvokeServer, AnswersLargeEventsBesideSmallOnesOnOneConnection) {
  const ServedFunction emulator("echo");
  RawConnection connection(emulator.port());
  for (const std::size_t size : {std::size_t{200'000}, std::size_t{5}, std::size_t{1'000'000}}) {
    const std::string event = "\"" + std::string(size, 'x') + "\"";
    connection.send(raw_request("POST", kInvokePath, "", event));
    EXPECT_EQ(connection.read_answer().value().body, event);
  }
}

TEST(InvokeServer, SaysWhichPortIsTakenAndWhatToType) {
  const ServedFunction emulator("echo");
  testing::MemorySink sink;
  EnvironmentPool pool(testing::test_function("echo"), {}, sink, 1);
  EventQueue events(pool, 1);
  InvokeApi api(pool, events);
  const std::string address = "127.0.0.1:" + std::to_string(emulator.port());
  const auto second = InvokeServer::start(address, api);
  ASSERT_FALSE(second.has_value());
  EXPECT_NE(second.error().message.find(address + ": another program has this port"),
            std::string::npos)
      << second.error().message;
  EXPECT_NE(second.error().message.find("--address"), std::string::npos);
  for (const char* bad : {"8080", "127.0.0.1:http!", "127.0.0.1:99999", "192.0.2.1:0"}) {
    const auto server = InvokeServer::start(bad, api);
    ASSERT_FALSE(server.has_value()) << bad;
    EXPECT_NE(server.error().message.find("Type HOST:PORT"), std::string::npos)
        << server.error().message;
  }
}

}  // namespace
}  // namespace lambda::emulator
