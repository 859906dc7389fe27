// Poco's exceptions end in read_case: a case that does not parse is named with its fault.
#include "tests/conformance/conformance_case.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "tests/peers/runfile.h"

namespace lambda::conformance {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

std::map<std::string, std::string> texts(const Object& object, const std::string& name) {
  std::map<std::string, std::string> result;
  const Object::Ptr found = object.getObject(name);
  if (found.isNull()) {
    return result;
  }
  for (const auto& [key, value] : *found) {
    result[key] = value.convert<std::string>();
  }
  return result;
}

std::vector<std::string> list(const Object& object, const std::string& name) {
  std::vector<std::string> result;
  const Array::Ptr found = object.getArray(name);
  for (unsigned i = 0; !found.isNull() && i < found->size(); ++i) {
    result.push_back(found->getElement<std::string>(i));
  }
  return result;
}

Expectation expectation(const Object& object) {
  return {object.getValue<int>("status"), texts(object, "headers"),
          object.optValue<std::string>("body", ""), list(object, "body_contains")};
}

// A text of `repeat` times one letter stands for large events.
std::string payload(const Object& object) {
  const std::string text = object.optValue<std::string>("payload", "{}");
  const size_t count = object.optValue<size_t>("repeat", 0);
  return count == 0 ? text : "\"" + std::string(count, text.at(0)) + "\"";
}

Call call(const Object& object) {
  Call result;
  const std::string path = "/2015-03-31/functions/function/invocations";
  result.request = {object.optValue<std::string>("method", "POST"),
                    object.optValue<std::string>("path", path), texts(object, "headers"),
                    payload(object)};
  const Object::Ptr both = object.getObject("both");
  result.ours = expectation(both.isNull() ? *object.getObject("ours") : *both);
  result.aws = expectation(both.isNull() ? *object.getObject("aws") : *both);
  if (both.isNull() && !object.has("differs")) {
    throw Poco::DataException("no \"differs\"");
  }
  return result;
}

}  // namespace

std::expected<ConformanceCase, Error> read_case(const std::filesystem::path& file) {
  try {
    Poco::JSON::Parser parser;
    const Object::Ptr object = parser.parse(peers::read_file(file)).extract<Object::Ptr>();
    ConformanceCase result;
    result.name = file.stem();
    result.rule = object->getValue<std::string>("rule");
    result.source = object->getValue<std::string>("source");
    result.timeout = std::chrono::seconds(object->optValue<int>("timeout", 3));
    const Object::Ptr events = object->getObject("events");  // Absent where both agree.
    result.our_events =
        (events.isNull() ? object : events)->getValue<int>(events.isNull() ? "events" : "ours");
    result.aws_events =
        (events.isNull() ? object : events)->getValue<int>(events.isNull() ? "events" : "aws");
    const Array::Ptr calls = object->getArray("calls");
    for (unsigned i = 0; i < calls->size(); ++i) {
      result.calls.push_back(call(*calls->getObject(i)));
    }
    return result;
  } catch (const Poco::Exception& exception) {
    return std::unexpected(
        Error{"Conformance.BadCase", file.string() + ": " + exception.displayText()});
  }
}

std::string faults(const peers::HttpResponse& answer, const Expectation& expected) {
  std::string found;
  if (answer.status != expected.status) {
    found += "status " + std::to_string(answer.status) + ", not " +
             std::to_string(expected.status) + "\n";
  }
  for (const auto& [name, value] : expected.headers) {
    const auto header = answer.headers.find(name);
    const std::string actual = header == answer.headers.end() ? "" : header->second;
    const bool is_well = value == "*" ? !actual.empty() : actual == value;
    if (!is_well) {
      found += name + ": \"" + actual + "\", not \"" + value + "\"\n";
    }
  }
  if (!expected.body.empty() && answer.body != expected.body) {
    found += "body is not " + expected.body + "\n";
  }
  for (const std::string& part : expected.body_contains) {
    if (!answer.body.contains(part)) {
      found += "body lacks " + part + "\n";
    }
  }
  return found.empty() ? "" : found + "body: " + answer.body.substr(0, 2000) + "\n";
}

}  // namespace lambda::conformance
