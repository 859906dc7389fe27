// The handler. lambda::json() reports events that are not JSON objects before they get here.
#include "handlers/cpp/hello/hello.h"

#include <string>

std::expected<Poco::JSON::Object::Ptr, lambda::FunctionError> hello(
    const Poco::JSON::Object::Ptr& event) {
  std::string name = "world";
  if (event->has("name")) {
    const Poco::Dynamic::Var value = event->get("name");
    if (value.type() != typeid(std::string) || value.extract<std::string>().empty()) {
      return std::unexpected(lambda::FunctionError{
          .type = "InvalidName",
          .message = "\"name\" must be a text that is not empty, as in {\"name\": \"Ada\"}",
          .stack = {}});
    }
    name = value.extract<std::string>();
  }
  Poco::JSON::Object::Ptr answer = new Poco::JSON::Object;
  answer->set("message", "Hello, " + name + "!");
  return answer;
}
