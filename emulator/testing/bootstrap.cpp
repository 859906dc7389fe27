// A function's program for the emulator's tests, well behaved or not. _HANDLER says how; see main.
// It speaks the Runtime API on a bare socket, so that it depends on nothing that is tested.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "emulator/testing/descendants.h"
#include "emulator/testing/raw_http.h"

namespace {

using lambda::emulator::testing::leave_daemon;
using lambda::emulator::testing::leave_ended;
using lambda::emulator::testing::leave_sessions;
using lambda::emulator::testing::raw_request;
using lambda::emulator::testing::RawAnswer;
using lambda::emulator::testing::RawConnection;
using lambda::emulator::testing::sleep_forever;
using lambda::emulator::testing::take_name;

constexpr std::string_view kBase = "/2018-06-01/runtime";

class Runtime {
 public:
  Runtime() {
    const std::string api = std::getenv("AWS_LAMBDA_RUNTIME_API");
    port_ = static_cast<std::uint16_t>(std::atoi(api.substr(api.find(':') + 1).c_str()));
    reconnect();
  }

  void reconnect() { connection_.emplace(port_); }
  RawConnection& connection() { return *connection_; }

  RawAnswer call(std::string_view method, const std::string& path, std::string_view headers,
                 std::string_view body) {
    connection_->send(raw_request(method, std::string(kBase) + path, headers, body));
    auto answer = connection_->read_answer();
    if (!answer) {
      std::exit(71);
    }
    return *std::move(answer);
  }

  RawAnswer next() { return call("GET", "/invocation/next", "", ""); }
  static std::string id(const RawAnswer& event) {
    return event.headers.at("lambda-runtime-aws-request-id");
  }
  static std::string echo(const RawAnswer& event) {
    return "Lambda-Runtime-Invocation-Id: " + event.headers.at("lambda-runtime-invocation-id") +
           "\r\n";
  }
  RawAnswer respond(const RawAnswer& event, std::string_view body) {
    return call("POST", "/invocation/" + id(event) + "/response", echo(event), body);
  }

 private:
  std::uint16_t port_ = 0;
  std::optional<RawConnection> connection_;
};

using Loop = std::function<void(Runtime&)>;

/// Answers every event with what `handle` makes of it.
Loop serve(std::function<std::string(const RawAnswer&)> handle) {
  return [handle = std::move(handle)](Runtime& runtime) {
    for (;;) {
      const RawAnswer event = runtime.next();
      if (event.status != 200) {
        std::exit(72);
      }
      runtime.respond(event, handle(event));
    }
  };
}

/// Misbehaves at the event "bad" only, so that tests see that the next invocation works.
Loop at_bad(std::function<std::string(Runtime&, const RawAnswer&)> misbehave) {
  return [misbehave = std::move(misbehave)](Runtime& runtime) {
    for (;;) {
      const RawAnswer event = runtime.next();
      if (event.status != 200) {
        std::exit(72);
      }
      if (event.body != "\"bad\"") {
        runtime.respond(event, event.body);
        continue;
      }
      const std::string answer = misbehave(runtime, event);
      if (!answer.empty()) {
        runtime.respond(event, answer);
      }
    }
  };
}

std::string headers_as_json(const RawAnswer& event) {
  std::string text = "{";
  for (const auto& [name, value] : event.headers) {
    std::string escaped;
    for (const char c : value) {
      escaped += c == '"' ? std::string("\\\"") : std::string(1, c);
    }
    text += std::format(R"({}"{}":"{}")", text.size() > 1 ? "," : "", name, escaped);
  }
  return text + "}";
}

std::string environment_as_json() {
  std::string text = "{";
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const std::size_t equals = variable.find('=');
    text += std::format(R"({}"{}":"{}")", text.size() > 1 ? "," : "", variable.substr(0, equals),
                        variable.substr(equals + 1));
  }
  char folder[4096];
  return text + std::format(R"(,"cwd":"{}"}})", ::getcwd(folder, sizeof folder));
}

/// The statuses of posts that break the rules, as one answer.
std::string status_of_bad_posts(Runtime& runtime, const RawAnswer& event) {
  const std::string id = Runtime::id(event);
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

std::string fail(Runtime& runtime, const RawAnswer& event) {
  const std::string cause(900'000, 'x');
  const RawAnswer answer = runtime.call(
      "POST", "/invocation/" + Runtime::id(event) + "/error",
      Runtime::echo(event) + "Lambda-Runtime-Function-Error-Type: Function.Broken\r\n" +
          "Lambda-Runtime-Function-XRay-Error-Cause: " + cause + "\r\n",
      R"({"errorMessage":"it broke","errorType":"Broken"})");
  if (answer.status != 202) {
    std::exit(73);
  }
  return "";
}

std::string stream(Runtime& runtime, const RawAnswer& event, std::string_view trailers) {
  runtime.connection().send(std::format(
      "POST {}/invocation/{}/response HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
      "Lambda-Runtime-Function-Response-Mode: streaming\r\n{}\r\n3\r\n\"ab\r\n2;x=y\r\nc\"\r\n0\r\n"
      "{}\r\n",
      kBase, Runtime::id(event), Runtime::echo(event), trailers));
  if (runtime.connection().read_answer().value().status != 202) {
    std::exit(74);
  }
  return "";
}

std::string cut(Runtime& runtime, const RawAnswer& event) {
  runtime.connection().send(std::format(
      "POST {}/invocation/{}/response HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n{}\r\n\"half",
      kBase, Runtime::id(event), Runtime::echo(event)));
  runtime.reconnect();
  return "";
}

void fail_init(Runtime& runtime) {
  runtime.call("POST", "/init/error", "Lambda-Runtime-Function-Error-Type: Runtime.NoConfig\r\n",
               R"({"errorMessage":"no config","errorType":"NoConfig"})");
}

/// A grandchild that would outlive its parent, and holds its output open.
void leave_grandchild() {
  if (::fork() == 0) {
    sleep_forever();
  }
}

/// Touches as many megabytes as the event says, for as long as the result lives.
std::vector<char> take_memory(const RawAnswer& event) {
  std::vector<char> memory(std::strtoull(event.body.c_str(), nullptr, 10) << 20, 'm');
  asm volatile("" : : "r"(memory.data()) : "memory");  // Somebody may look at it.
  return memory;
}

/// Leaves processes behind in a way that depends on the event, a number, then answers, exits or
/// crashes.
std::string leave_something(const RawAnswer& event) {
  const int kind = std::atoi(event.body.c_str()) % 5;
  leave_ended(1);
  leave_daemon();
  leave_sessions(1);
  if (kind == 2) {
    std::abort();
  }
  if (kind == 3) {
    std::exit(3);
  }
  if (kind == 4) {
    ::raise(SIGKILL);
  }
  return event.body;
}

using Loops = std::map<std::string, Loop, std::less<>>;

/// Programs that keep the rules.
Loops honest_loops() {
  return {
      {"echo", serve([](const RawAnswer& event) { return event.body; })},
      {"headers", serve(headers_as_json)},
      {"environment", serve([](const RawAnswer&) { return environment_as_json(); })},
      {"pid", serve([](const RawAnswer&) { return std::to_string(::getpid()); })},
      {"slow", serve([](const RawAnswer& event) {
         std::this_thread::sleep_for(std::chrono::milliseconds(200));
         return event.body;
       })},
      {"log", serve([](const RawAnswer& event) {
         std::printf("to standard output\nwithout end");
         std::fflush(stdout);
         std::fprintf(stderr, "to standard error\n");
         return event.body;
       })},
      {"flood", serve([](const RawAnswer& event) {
         for (int i = 0; i < 20'000; ++i) {
           std::printf("line %d\n", i);
         }
         std::fflush(stdout);
         return event.body;
       })},
  };
}

/// Programs that have processes of their own, or want memory.
Loops greedy_loops() {
  return {
      {"leaves", serve(leave_something)},
      {"holds-memory", serve([](const RawAnswer& event) {
         const std::vector<char> memory = take_memory(event);
         std::this_thread::sleep_for(std::chrono::seconds(1));
         return event.body;
       })},
      {"touches-memory", serve([](const RawAnswer& event) {
         take_memory(event);
         return event.body;
       })},
      {"holds-memory-in-init",
       [](Runtime&) {
         const RawAnswer event{.status = 200, .headers = {}, .body = "300"};
         const std::vector<char> memory = take_memory(event);
         sleep_forever();
       }},
  };
}

/// Programs that break the rules outside of an invocation.
Loops loops_that_break_outside() {
  return {
      {"exit-in-init", [](Runtime&) { std::exit(3); }},
      {"kill-in-init", [](Runtime&) { ::raise(SIGKILL); }},
      {"hang-in-init", [](Runtime&) { sleep_forever(); }},
      {"init-error",
       [](Runtime& runtime) {
         std::printf("about to fail\n");
         std::fflush(stdout);
         fail_init(runtime);
         std::exit(1);
       }},
      {"init-error-then-prints",
       [](Runtime& runtime) {
         fail_init(runtime);
         std::this_thread::sleep_for(std::chrono::milliseconds(50));
         std::printf("last words\n");
         std::exit(1);
       }},
      {"init-error-then-hangs",
       [](Runtime& runtime) {
         fail_init(runtime);
         sleep_forever();
       }},
      {"exit-after-answer",
       [](Runtime& runtime) {
         const RawAnswer event = runtime.next();
         runtime.respond(event, event.body);
         std::exit(0);
       }},
      {"exit-late-after-answer",
       [](Runtime& runtime) {
         const RawAnswer event = runtime.next();
         runtime.respond(event, std::format("[{},{}]", event.body, ::getpid()));
         std::this_thread::sleep_for(std::chrono::milliseconds(200));
         std::exit(0);
       }},
      {"next-then-exit",
       [](Runtime& runtime) {
         runtime.connection().send(
             raw_request("GET", std::string(kBase) + "/invocation/next", "", ""));
         std::exit(5);
       }},
  };
}

/// Programs that break the rules, or stretch them, at the event "bad".
Loops loops_that_break_inside() {
  return {
      {"new-connections",
       [](Runtime& runtime) {
         for (;;) {
           const RawAnswer event = runtime.next();
           runtime.reconnect();
           runtime.respond(event, event.body);
           runtime.reconnect();
         }
       }},
      {"exit", at_bad([](Runtime&, const RawAnswer&) -> std::string { std::exit(9); })},
      {"exit-zero", at_bad([](Runtime&, const RawAnswer&) -> std::string { std::exit(0); })},
      {"kill", at_bad([](Runtime&, const RawAnswer&) {
         ::raise(SIGKILL);
         return std::string();
       })},
      {"crash", at_bad([](Runtime&, const RawAnswer&) -> std::string { std::abort(); })},
      {"fault", at_bad([](Runtime&, const RawAnswer&) {
         ::signal(SIGSEGV, SIG_DFL);  // A sanitizer's handler would make an exit of it.
         ::raise(SIGSEGV);
         return std::string();
       })},
      {"hang", at_bad([](Runtime&, const RawAnswer&) {
         leave_grandchild();
         leave_daemon();
         leave_sessions(2);
         sleep_forever();
         return std::string();
       })},
      {"large", at_bad([](Runtime&, const RawAnswer&) {
         return "\"" + std::string(7 * 1024 * 1024, 'x') + "\"";
       })},
      {"huge", at_bad([](Runtime& runtime, const RawAnswer& event) {
         // More than the emulator reads to its end: told so, and cut off.
         runtime.connection().send(
             std::format("POST {}/invocation/{}/response HTTP/1.1\r\nHost: x\r\n"
                         "Content-Length: 900000000\r\n\r\nxxxx",
                         kBase, Runtime::id(event)));
         if (runtime.connection().read_answer().value().status != 413) {
           std::exit(76);
         }
         runtime.reconnect();
         return std::string();
       })},
      {"error", at_bad(fail)},
      {"bad-posts", at_bad(status_of_bad_posts)},
      {"twice", at_bad([](Runtime& runtime, const RawAnswer& event) {
         runtime.respond(event, "\"first\"");
         if (runtime.respond(event, "\"second\"").status != 403) {
           std::exit(75);
         }
         return std::string();
       })},
      {"stream",
       at_bad([](Runtime& runtime, const RawAnswer& event) { return stream(runtime, event, ""); })},
      {"stream-error", at_bad([](Runtime& runtime, const RawAnswer& event) {
         return stream(runtime, event,
                       "Lambda-Runtime-Function-Error-Type: Function.Late\r\n"
                       "Lambda-Runtime-Function-Error-Body: eyJlcnJvciI6MX0=\r\n");
       })},
      {"cut", at_bad(cut)},
      {"not-http", at_bad([](Runtime& runtime, const RawAnswer& event) {
         runtime.connection().send("GARBAGE\r\n\r\n");
         const int status = runtime.connection().read_answer().value().status;
         runtime.reconnect();
         runtime.respond(event, std::to_string(status));
         return std::string();
       })},
  };
}

Loops all_loops() {
  Loops all = honest_loops();
  all.merge(greedy_loops());
  all.merge(loops_that_break_outside());
  all.merge(loops_that_break_inside());
  return all;
}

}  // namespace

int main() {
  take_name();
  const std::string handler = std::getenv("_HANDLER");
  const Loops loops = all_loops();
  const auto loop = loops.find(handler);
  if (loop == loops.end()) {
    std::fprintf(stderr, "There is no behaviour \"%s\".\n", handler.c_str());
    return 69;
  }
  Runtime runtime;
  loop->second(runtime);
  return 0;
}
