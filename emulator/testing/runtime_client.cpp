// A runtime on a bare socket.
#include "emulator/testing/runtime_client.h"

#include <cstdlib>
#include <utility>

namespace lambda::emulator::testing {
namespace {

constexpr int kNoAnswer = 71;
constexpr int kNoEvent = 72;

RawAnswer next_event(RuntimeClient& runtime) {
  RawAnswer event = runtime.next();
  if (event.status != 200) {
    std::exit(kNoEvent);
  }
  return event;
}

}  // namespace

RuntimeClient::RuntimeClient() {
  const std::string api = std::getenv("AWS_LAMBDA_RUNTIME_API");
  port_ = static_cast<std::uint16_t>(std::atoi(api.substr(api.find(':') + 1).c_str()));
  reconnect();
}

RawAnswer RuntimeClient::call(std::string_view method, const std::string& path,
                              std::string_view headers, std::string_view body) {
  connection_->send(raw_request(method, std::string(kRuntimePath) + path, headers, body));
  auto answer = connection_->read_answer();
  if (!answer) {
    std::exit(kNoAnswer);
  }
  return *std::move(answer);
}

RawAnswer RuntimeClient::respond(const RawAnswer& event, std::string_view body) {
  return call("POST", "/invocation/" + id(event) + "/response", echo(event), body);
}

std::string RuntimeClient::id(const RawAnswer& event) {
  return event.headers.at("lambda-runtime-aws-request-id");
}

std::string RuntimeClient::echo(const RawAnswer& event) {
  return "Lambda-Runtime-Invocation-Id: " + event.headers.at("lambda-runtime-invocation-id") +
         "\r\n";
}

Behaviour serve(std::function<std::string(const RawAnswer&)> handle) {
  return [handle = std::move(handle)](RuntimeClient& runtime) {
    for (;;) {
      const RawAnswer event = next_event(runtime);
      runtime.respond(event, handle(event));
    }
  };
}

Behaviour at_bad(std::function<std::string(RuntimeClient&, const RawAnswer&)> misbehave) {
  return [misbehave = std::move(misbehave)](RuntimeClient& runtime) {
    for (;;) {
      const RawAnswer event = next_event(runtime);
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

}  // namespace lambda::emulator::testing
