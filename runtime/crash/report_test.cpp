// Both texts, byte by byte, and their limits.
#include "runtime/crash/report.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::crash {
namespace {

const Program& program() {
  static const Program found = Program::find();
  return found;
}

const std::string kBuild(program().build_line());
constexpr protocol::InvocationKey kKey{.request_id = "id-1", .invocation_id = "try-2"};

Stack two_frames() {
  Stack stack;
  stack.offsets[0] = 0x1a2b;
  stack.offsets[1] = Stack::kOutside;
  stack.count = 2;
  return stack;
}

std::string body_of(std::string_view request) {
  return std::string(request.substr(request.find("\r\n\r\n") + 4));
}

TEST(CrashReport, IsARequestOfTheRuntimeApi) {
  Report report(program(), "127.0.0.1:9001");
  const Stack stack = two_frames();
  const std::string body = R"({"errorMessage":"it \"fell\"","errorType":"Runtime.Fault",)"
                           R"("stackTrace":["bootstrap+0x1a2b","outside of the program",")" +
                           kBuild + "\"]}";
  EXPECT_EQ(
      report.request({.type = "Runtime.Fault", .message = "it \"fell\"", .stack = &stack}, &kKey),
      "POST /2018-06-01/runtime/invocation/id-1/error HTTP/1.1\r\nHost: 127.0.0.1:9001\r\n"
      "Content-Type: application/vnd.aws.lambda.error+json\r\n"
      "Lambda-Runtime-Function-Error-Type: Runtime.Fault\r\n"
      "Lambda-Runtime-Invocation-Id: try-2\r\nConnection: close\r\nContent-Length: " +
          std::to_string(body.size()) + "\r\n\r\n" + body);
}

TEST(CrashReport, NamesNoInvocationOfTheInitialization) {
  Report report(program(), "h:1");
  EXPECT_EQ(report.request({.type = "T", .message = "m"}, nullptr),
            "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: h:1\r\n"
            "Content-Type: application/vnd.aws.lambda.error+json\r\n"
            "Lambda-Runtime-Function-Error-Type: T\r\nConnection: close\r\nContent-Length: 52\r\n"
            "\r\n"
            R"({"errorMessage":"m","errorType":"T","stackTrace":[]})");
}

TEST(CrashReport, EchoesNoInvocationIdThatCannotBeAHeader) {
  Report report(program(), "h:1");
  for (const std::string& id : {std::string(), std::string("a\r\nX: y"), std::string(1025, 'i')}) {
    const protocol::InvocationKey key{.request_id = "id", .invocation_id = id};
    EXPECT_FALSE(report.request({.type = "T", .message = "m"}, &key).contains("Invocation-Id"));
  }
  const std::string longest(1024, 'i');
  const protocol::InvocationKey key{.request_id = "id", .invocation_id = longest};
  EXPECT_TRUE(report.request({.type = "T", .message = "m"}, &key).contains(longest));
}

TEST(CrashReport, TakesARequestIdOfItsMaximum) {
  Report report(program(), "h:1");
  const std::string longest(256, 'r');
  const protocol::InvocationKey good{.request_id = longest, .invocation_id = {}};
  EXPECT_TRUE(
      report.request({.type = "T", .message = "m"}, &good).contains("/" + longest + "/error "));
  const std::string longer(257, 'r');
  const protocol::InvocationKey key{.request_id = longer, .invocation_id = {}};
  EXPECT_TRUE(report.request({.type = "T", .message = "m"}, &key).empty());
}

TEST(CrashReport, CutsWhatIsLong) {
  Report report(program(), "h:1");
  const std::string message(4001, 'm');
  const std::string type(129, 't');
  EXPECT_EQ(body_of(report.request({.type = type, .message = message}, nullptr)),
            "{\"errorMessage\":\"" + message.substr(1) + "\",\"errorType\":\"" + type.substr(1) +
                "\",\"stackTrace\":[]}");
}

TEST(CrashReport, AllocatesNothingForTheWorstTexts) {
  Report report(program(), std::string(300, 'h'), {.is_json = true});
  Stack stack;
  stack.offsets.fill(~std::uintptr_t{0});
  stack.count = Stack::kFramesMax;
  const std::string worst(5000, '\x01');
  const std::string id(256, 'i');
  const protocol::InvocationKey key{.request_id = id, .invocation_id = {}};
  const Cause cause{.type = worst, .message = worst, .stack = &stack};
  const char* const text = report.request({.type = "T", .message = "m"}, &key).data();
  EXPECT_EQ(report.request(cause, &key).data(), text);
  EXPECT_EQ(report.log_record(cause, worst, worst).data(), text);
}

TEST(CrashReport, IsARecordOfTheLog) {
  Report report(program(), "h:1");
  const Stack stack = two_frames();
  const Cause cause{.type = "Runtime.Fault", .message = "two\nlines", .stack = &stack};
  EXPECT_EQ(report.log_record(cause, "id-1", "blue").substr(24),
            " FATAL id-1 tenant=blue Runtime.Fault: two\rlines\r    bootstrap+0x1a2b\r    "
            "outside of the program\r    " +
                kBuild + "\n");
  Report in_json(program(), "h:1", {.is_json = true});
  EXPECT_EQ(in_json.log_record(cause, "", "").substr(40),
            R"("level":"FATAL","message":"two\nlines","errorType":"Runtime.Fault",)"
            R"("stackTrace":["bootstrap+0x1a2b","outside of the program",")" +
                kBuild + "\"]}\n");
}

}  // namespace
}  // namespace lambda::crash
