// Poco's exceptions become errors here.
#include "images/tools/launch/function_cases.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "core/errors/error.h"

namespace lambda::images {
namespace {

std::unexpected<Error> malformed(const std::string& why) {
  return failure("FunctionTest.Malformed",
                 "The cases of this test cannot be read: " + why + ". Build the test again.");
}

}  // namespace

std::expected<std::vector<FunctionCase>, Error> parse_function_cases(std::string_view json) {
  std::vector<FunctionCase> cases;
  try {
    Poco::JSON::Parser parser;
    const auto list = parser.parse(std::string(json)).extract<Poco::JSON::Array::Ptr>();
    if (list->size() > kFunctionCasesMax) {
      return malformed("there are too many");
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
      const Poco::JSON::Object::Ptr one = list->getObject(static_cast<unsigned>(i));
      if (one.isNull()) {
        return malformed("an entry is not an object");
      }
      const bool is_error = one->has("error");
      cases.push_back({.event = one->getValue<std::string>("event"),
                       .expected = one->getValue<std::string>(is_error ? "error" : "answer"),
                       .is_error = is_error});
    }
  } catch (const Poco::Exception& problem) {
    return malformed(problem.displayText());
  }
  if (cases.empty()) {
    return malformed("there are none");
  }
  return cases;
}

std::string complaint(const FunctionCase& expected, int status, std::string_view said) {
  if (said.ends_with('\n')) {
    said.remove_suffix(1);
  }
  const std::string answer(said);
  if (expected.is_error) {
    if (status == 0) {
      return "was answered, but an error was expected: " + answer;
    }
    return answer.contains(expected.expected)
               ? ""
               : "failed, but " + expected.expected + " is not in " + answer;
  }
  if (status != 0) {
    return "failed: " + answer;
  }
  return answer == expected.expected
             ? ""
             : "was answered " + answer + "\nexpected     " + expected.expected;
}

}  // namespace lambda::images
