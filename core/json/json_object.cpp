// JSON objects by Poco's parser; its exceptions end here.
#include "core/json/json_object.h"

#include <limits>
#include <sstream>

#include <Poco/Exception.h>
#include <Poco/JSON/Parser.h>

#include "core/errors/error.h"

namespace lambda {

std::expected<Poco::JSON::Object::Ptr, Error> parse_json_object(std::string_view text,
                                                                std::string_view what) {
  const std::string name(what);
  if (text.size() > kJsonBytesMax) {
    return failure("Json.Malformed", name + ": " + std::to_string(text.size()) +
                                         " bytes; a manifest or config has at most " +
                                         std::to_string(kJsonBytesMax) + ".");
  }
  try {
    Poco::JSON::Parser parser;
    parser.setDepth(kJsonObjectDepthMax);
    const Poco::Dynamic::Var value = parser.parse(std::string(text));
    if (value.type() != typeid(Poco::JSON::Object::Ptr)) {
      return failure("Json.Malformed", name + ": JSON, but not an object.");
    }
    return value.extract<Poco::JSON::Object::Ptr>();
  } catch (const std::exception& problem) {  // Poco::Exception is one; the parser throws others.
    return failure("Json.Malformed", name + ": not JSON that can be read (" + problem.what() +
                                         "). Is it another file, or cut short?");
  }
}

std::string json_text(const Poco::JSON::Object& object) {
  std::ostringstream stream;
  object.stringify(stream);
  return std::move(stream).str();
}

std::optional<std::string> string_member(const Poco::JSON::Object& object,
                                         const std::string& name) {
  const Poco::Dynamic::Var value = object.get(name);
  if (value.isEmpty() || value.type() != typeid(std::string)) {
    return std::nullopt;
  }
  return value.extract<std::string>();
}

std::optional<std::uint64_t> size_member(const Poco::JSON::Object& object,
                                         const std::string& name) try {
  const Poco::Dynamic::Var value = object.get(name);
  if (value.isEmpty() || !value.isInteger() || value.isBoolean()) {
    return std::nullopt;
  }
  const Poco::Int64 number = value.convert<Poco::Int64>();
  if (number < 0) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(number);
} catch (const Poco::Exception&) {
  return std::nullopt;  // Larger than any size there is.
}

}  // namespace lambda
