// A runtime that does what its script says, wrong things too, and notes what it saw: the bootstrap
// of the conformance cases. CONFORMANCE_CASE names the case's file; CONFORMANCE_NOTES the file that
// gets "event" when an event comes, "done" when its steps are, and "fault: …" for what is not as
// scripted.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API".
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "tests/peers/http.h"
#include "tests/peers/runfile.h"

namespace {

using lambda::peers::HttpRequest;
using lambda::peers::HttpResponse;
using Poco::JSON::Array;
using Poco::JSON::Object;

constexpr std::chrono::seconds kForever{3600};

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void note(const std::string& line) {
  std::ofstream(variable("CONFORMANCE_NOTES"), std::ios::app) << line << std::endl;
}

// How many events this runtime and those before it have got.
size_t events_so_far() {
  std::ifstream file(variable("CONFORMANCE_NOTES"));
  size_t count = 0;
  for (std::string line; std::getline(file, line);) {
    count += line == "event" ? 1 : 0;
  }
  return count;
}

HttpResponse call(const HttpRequest& request) {
  const std::string address = variable("AWS_LAMBDA_RUNTIME_API");
  const int port = std::stoi(address.substr(address.rfind(':') + 1));
  const auto answer = lambda::peers::exchange(static_cast<uint16_t>(port), request, kForever);
  if (answer) {
    return *answer;
  }
  note("fault: " + answer.error().message);
  std::exit(70);
}

std::string path(const Object& step, const std::string& request_id) {
  const std::string post = step.getValue<std::string>("post");
  const std::string base = "/2018-06-01/runtime/";
  if (post.starts_with("init/") || post.starts_with("restore/")) {
    return base + post;
  }
  return base + "invocation/" + step.optValue<std::string>("id", request_id) + "/" + post;
}

void post(const Object& step, const std::string& request_id) {
  HttpRequest request{"POST", path(step, request_id), {}, {}};
  request.body = step.optValue<std::string>("body", "");
  const size_t repeat = step.optValue<size_t>("repeat", 0);
  if (repeat > 0) {
    request.body = "\"" + std::string(repeat, request.body.at(0)) + "\"";
  }
  const Object::Ptr headers = step.getObject("headers");
  if (!headers.isNull()) {
    for (const auto& [name, value] : *headers) {
      request.headers[name] = value.toString();
    }
  }
  const HttpResponse answer = call(request);
  const int status = step.getValue<int>("status");
  const std::string type = step.optValue<std::string>("error_type", "");
  if (answer.status != status || !answer.body.contains(type)) {
    note("fault: POST " + request.path + " was answered " + std::to_string(answer.status) + " " +
         answer.body + ", not " + std::to_string(status) + " " + type);
  }
}

// What the case says of the event itself: its payload, and headers by name, "*" for any value.
void check_event(const Object& step, const HttpResponse& event) {
  const std::string payload = step.optValue<std::string>("payload", event.body);
  if (event.body != payload) {
    note("fault: the event is " + event.body + ", not " + payload);
  }
  const Object::Ptr headers = step.getObject("headers");
  if (headers.isNull()) {
    return;
  }
  for (const auto& [name, expected] : *headers) {
    const auto found = event.headers.find(name);
    const std::string value = found == event.headers.end() ? "" : found->second;
    const bool is_well = expected == "*" ? !value.empty() : expected == value;
    if (!is_well) {
      note("fault: " + name + " is \"" + value + "\", not " + expected.toString());
    }
  }
}

void follow(const Array& steps, const HttpResponse& event) {
  const auto id = event.headers.find("lambda-runtime-aws-request-id");
  const std::string request_id = id == event.headers.end() ? "none" : id->second;
  for (unsigned i = 0; i < steps.size(); ++i) {
    const Object& step = *steps.getObject(i);
    if (step.has("post")) {
      post(step, request_id);
    }
    if (step.has("event")) {
      check_event(*step.getObject("event"), event);
    }
    if (step.has("say")) {
      std::cout << step.getValue<std::string>("say") << std::endl;
    }
    if (step.has("exit") || step.has("hang")) {
      note(request_id == "none" ? "ended" : "done");
    }
    if (step.has("exit")) {
      std::exit(step.getValue<int>("exit"));
    }
    if (step.has("hang")) {
      pause();
    }
  }
}

}  // namespace

int main() {
  Poco::JSON::Parser parser;
  const Object::Ptr script =
      parser.parse(lambda::peers::read_file(variable("CONFORMANCE_CASE"))).extract<Object::Ptr>();
  const Array::Ptr init = script->getArray("init");
  if (!init.isNull()) {
    follow(*init, {});
  }
  const Array::Ptr runtime = script->getArray("runtime");
  while (true) {
    const size_t index = events_so_far();
    const HttpResponse event = call({"GET", "/2018-06-01/runtime/invocation/next", {}, {}});
    note("event");
    // More events than the script names are handled as its last.
    follow(*runtime->getArray(static_cast<unsigned>(std::min(index, runtime->size() - 1))), event);
    note("done");
  }
}
