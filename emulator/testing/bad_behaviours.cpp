// Functions that break the rules, or stretch them.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <string>
#include <string_view>
#include <thread>

#include "emulator/testing/behaviours.h"
#include "emulator/testing/descendants.h"

namespace lambda::emulator::testing {
namespace {

/// The statuses of posts that break the rules, as one answer.
std::string status_of_bad_posts(RuntimeClient& runtime, const RawAnswer& event) {
  const std::string id = RuntimeClient::id(event);
  const auto status = [&](std::string_view method, const std::string& path,
                          std::string_view headers) {
    return runtime.call(method, path, headers, "1").status;
  };
  return std::format(
      "[{},{},{},{},{},{}]", status("POST", "/invocation/wrong-id/response", ""),
      status("POST", "/invocation/" + id + "/response", "Lambda-Runtime-Invocation-Id: other\r\n"),
      status("GET", "/invocation/next", ""), status("POST", "/init/error", ""),
      status("GET", "/nonsense", ""), status("PUT", "/invocation/" + id + "/response", ""));
}

std::string fail(RuntimeClient& runtime, const RawAnswer& event) {
  const std::string cause(900'000, 'x');
  const RawAnswer answer = runtime.call(
      "POST", "/invocation/" + RuntimeClient::id(event) + "/error",
      RuntimeClient::echo(event) + "Lambda-Runtime-Function-Error-Type: Function.Broken\r\n" +
          "Lambda-Runtime-Function-XRay-Error-Cause: " + cause + "\r\n",
      R"({"errorMessage":"it broke","errorType":"Broken"})");
  if (answer.status != 202) {
    std::exit(73);
  }
  return "";
}

std::string stream(RuntimeClient& runtime, const RawAnswer& event, std::string_view trailers) {
  runtime.connection().send(std::format(
      "POST {}/invocation/{}/response HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
      "Lambda-Runtime-Function-Response-Mode: streaming\r\n{}\r\n3\r\n\"ab\r\n2;x=y\r\nc\"\r\n0\r\n"
      "{}\r\n",
      kRuntimePath, RuntimeClient::id(event), RuntimeClient::echo(event), trailers));
  if (runtime.connection().read_answer().value().status != 202) {
    std::exit(74);
  }
  return "";
}

std::string cut(RuntimeClient& runtime, const RawAnswer& event) {
  runtime.connection().send(std::format(
      "POST {}/invocation/{}/response HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n{}\r\n\"half",
      kRuntimePath, RuntimeClient::id(event), RuntimeClient::echo(event)));
  runtime.reconnect();
  return "";
}

std::string speak_no_http(RuntimeClient& runtime, const RawAnswer& event) {
  runtime.connection().send("GARBAGE\r\n\r\n");
  const int status = runtime.connection().read_answer().value().status;
  runtime.reconnect();
  runtime.respond(event, std::to_string(status));
  return "";
}

void fail_init(RuntimeClient& runtime) {
  runtime.call("POST", "/init/error", "Lambda-Runtime-Function-Error-Type: Runtime.NoConfig\r\n",
               R"({"errorMessage":"no config","errorType":"NoConfig"})");
}

/// A grandchild that would outlive its parent, and holds its output open.
void leave_grandchild() {
  if (::fork() == 0) {
    sleep_forever();
  }
}

}  // namespace

Behaviours behaviours_that_break_outside() {
  return {
      {"exit-in-init", [](RuntimeClient&) { std::exit(3); }},
      {"kill-in-init", [](RuntimeClient&) { ::raise(SIGKILL); }},
      {"hang-in-init", [](RuntimeClient&) { sleep_forever(); }},
      {"init-error",
       [](RuntimeClient& runtime) {
         std::printf("about to fail\n");
         std::fflush(stdout);
         fail_init(runtime);
         std::exit(1);
       }},
      {"init-error-then-prints",
       [](RuntimeClient& runtime) {
         fail_init(runtime);
         std::this_thread::sleep_for(std::chrono::milliseconds(50));
         std::printf("last words\n");
         std::exit(1);
       }},
      {"init-error-then-hangs",
       [](RuntimeClient& runtime) {
         fail_init(runtime);
         sleep_forever();
       }},
      {"exit-after-answer",
       [](RuntimeClient& runtime) {
         const RawAnswer event = runtime.next();
         runtime.respond(event, event.body);
         std::exit(0);
       }},
      {"exit-late-after-answer",
       [](RuntimeClient& runtime) {
         const RawAnswer event = runtime.next();
         runtime.respond(event, std::format("[{},{}]", event.body, ::getpid()));
         std::this_thread::sleep_for(std::chrono::milliseconds(200));
         std::exit(0);
       }},
      {"next-then-exit",
       [](RuntimeClient& runtime) {
         runtime.connection().send(
             raw_request("GET", std::string(kRuntimePath) + "/invocation/next", "", ""));
         std::exit(5);
       }},
  };
}

Behaviours behaviours_that_break_inside() {
  return {
      {"new-connections",
       [](RuntimeClient& runtime) {
         for (;;) {
           const RawAnswer event = runtime.next();
           runtime.reconnect();
           runtime.respond(event, event.body);
           runtime.reconnect();
         }
       }},
      {"exit", at_bad([](RuntimeClient&, const RawAnswer&) -> std::string { std::exit(9); })},
      {"exit-zero", at_bad([](RuntimeClient&, const RawAnswer&) -> std::string { std::exit(0); })},
      {"kill", at_bad([](RuntimeClient&, const RawAnswer&) {
         ::raise(SIGKILL);
         return std::string();
       })},
      {"crash", at_bad([](RuntimeClient&, const RawAnswer&) -> std::string { std::abort(); })},
      {"fault", at_bad([](RuntimeClient&, const RawAnswer&) {
         ::signal(SIGSEGV, SIG_DFL);  // A sanitizer's handler would make an exit of it.
         ::raise(SIGSEGV);
         return std::string();
       })},
      {"hang", at_bad([](RuntimeClient&, const RawAnswer&) {
         leave_grandchild();
         leave_daemon();
         leave_sessions(2);
         sleep_forever();
         return std::string();
       })},
      {"large", at_bad([](RuntimeClient&, const RawAnswer&) {
         return "\"" + std::string(7 * 1024 * 1024, 'x') + "\"";
       })},
      {"huge", at_bad([](RuntimeClient& runtime, const RawAnswer& event) {
         // More than the emulator reads to its end: told so, and cut off.
         runtime.connection().send(
             std::format("POST {}/invocation/{}/response HTTP/1.1\r\nHost: x\r\n"
                         "Content-Length: 900000000\r\n\r\nxxxx",
                         kRuntimePath, RuntimeClient::id(event)));
         if (runtime.connection().read_answer().value().status != 413) {
           std::exit(76);
         }
         runtime.reconnect();
         return std::string();
       })},
      {"error", at_bad(fail)},
      {"bad-posts", at_bad(status_of_bad_posts)},
      {"twice", at_bad([](RuntimeClient& runtime, const RawAnswer& event) {
         runtime.respond(event, "\"first\"");
         if (runtime.respond(event, "\"second\"").status != 403) {
           std::exit(75);
         }
         return std::string();
       })},
      {"stream", at_bad([](RuntimeClient& runtime, const RawAnswer& event) {
         return stream(runtime, event, "");
       })},
      {"stream-error", at_bad([](RuntimeClient& runtime, const RawAnswer& event) {
         return stream(runtime, event,
                       "Lambda-Runtime-Function-Error-Type: Function.Late\r\n"
                       "Lambda-Runtime-Function-Error-Body: eyJlcnJvciI6MX0=\r\n");
       })},
      {"cut", at_bad(cut)},
      {"not-http", at_bad(speak_no_http)},
  };
}

}  // namespace lambda::emulator::testing
