// Poco's parser and stringifier. Its own limit on depth (128) holds for events.
#include "runtime/json/json_event.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <sstream>
#include <typeinfo>
#include <utility>

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/JSONException.h>
#include <Poco/JSON/Parser.h>
#include <Poco/JSON/Stringifier.h>

namespace lambda {
namespace {

using Poco::Dynamic::Var;
using Poco::JSON::Array;
using Poco::JSON::Object;

std::unexpected<FunctionError> failure(std::string type, std::string message) {
  return std::unexpected(
      FunctionError{.type = std::move(type), .message = std::move(message), .stack = {}});
}

std::unexpected<FunctionError> unmarshal_error(const std::string& reason) {
  return failure("Runtime.UnmarshalError", "the event is not valid JSON: " + reason);
}

bool is_null_pointer(const Var& value) {
  return (value.type() == typeid(Object::Ptr) && value.extract<Object::Ptr>().isNull()) ||
         (value.type() == typeid(Array::Ptr) && value.extract<Array::Ptr>().isNull());
}

bool is_finite(const Var& value);

// Pointers and values alike: a Var may hold either.
bool is_finite(const Object& object) {
  return std::ranges::all_of(object, [](const auto& member) { return is_finite(member.second); });
}

bool is_finite(const Array& array) {
  return std::ranges::all_of(array, [](const Var& element) { return is_finite(element); });
}

template <typename Container>
bool is_finite_in(const Var& value) {
  if (value.type() == typeid(Container)) {
    return is_finite(value.extract<Container>());
  }
  const auto& pointer = value.extract<typename Container::Ptr>();
  return pointer.isNull() || is_finite(*pointer);
}

/// Whether JSON has a form for each number in it: Poco writes "nan" and "inf", which JSON lacks.
bool is_finite(const Var& value) {
  if (value.isEmpty()) {
    return true;
  }
  const std::type_info& type = value.type();
  if (type == typeid(double)) {
    return std::isfinite(value.extract<double>());
  }
  if (type == typeid(float)) {
    return std::isfinite(value.extract<float>());
  }
  if (type == typeid(Object) || type == typeid(Object::Ptr)) {
    return is_finite_in<Object>(value);
  }
  if (type == typeid(Array) || type == typeid(Array::Ptr)) {
    return is_finite_in<Array>(value);
  }
  return true;
}

/// Poco's parser takes no number, string, true, false or null on its own, so it gets an array of
/// one.
std::expected<Var, FunctionError> parse_scalar(std::string_view text) {
  std::string array = "[";
  array.append(text).append("]");
  const auto values = Poco::JSON::Parser().parse(array).extract<Array::Ptr>();
  if (values->size() != 1) {
    return unmarshal_error("more follows its first value");
  }
  return values->get(0);
}

}  // namespace

std::expected<Var, FunctionError> parse_json_event(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) {
    return unmarshal_error("it is empty");
  }
  try {
    if (text[begin] == '{' || text[begin] == '[') {
      return Poco::JSON::Parser().parse(std::string(text));
    }
    return parse_scalar(text);
  } catch (const Poco::JSON::JSONException& exception) {
    return unmarshal_error(exception.message());  // Names one byte at most.
  } catch (const Poco::Exception&) {              // Its text would quote the number.
    return unmarshal_error("a number is too large");
  }
}

std::expected<Object::Ptr, FunctionError> parse_json_object_event(std::string_view text) {
  return parse_json_event(text).and_then(
      [](const Var& event) -> std::expected<Object::Ptr, FunctionError> {
        if (event.type() != typeid(Object::Ptr)) {
          return failure("Runtime.UnmarshalError",
                         "the event is JSON, but not an object, which this function takes; "
                         "send {\"name\": value, …}");
        }
        return event.extract<Object::Ptr>();
      });
}

std::expected<std::string, FunctionError> encode_json_result(const Var& value) {
  try {
    if (is_null_pointer(value)) {
      return failure(
          "Function.NullResult",
          "the handler returned a null Object::Ptr or Array::Ptr; return an empty Var for "
          "JSON's null, or lambda::FunctionError to report an error");
    }
    if (!is_finite(value)) {
      return failure("Runtime.MarshalError",
                     "the handler's result has a number that is infinite or not a number, for "
                     "which JSON has no form; return null or a text in its place");
    }
    std::ostringstream text;
    Poco::JSON::Stringifier::stringify(value, text);
    return std::move(text).str();
  } catch (const Poco::Exception& exception) {
    return failure("Runtime.MarshalError",
                   "the handler's result cannot be written as JSON: " + exception.displayText());
  }
}

}  // namespace lambda
