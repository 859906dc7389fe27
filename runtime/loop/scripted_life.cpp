// The exchanges a life is made of, and how its requests are read.
#include "runtime/loop/scripted_life.h"

#include <string_view>

namespace lambda::loop {

using connection::make_answer;
using connection::ScriptedExchange;

std::string headers_of(const std::string& id, const std::string& more) {
  return "Lambda-Runtime-Aws-Request-Id: " + id +
         "\r\nLambda-Runtime-Deadline-Ms: 4102444800000\r\n" + more;
}

ScriptedExchange event(const std::string& id, const std::string& body, const std::string& more) {
  return {.answer = make_answer(200, headers_of(id, more), body)};
}

ScriptedExchange status(int code) { return {.answer = make_answer(code, "", "{}")}; }

ScriptedExchange lose(ScriptedExchange::Ending ending) { return {.answer = "", .ending = ending}; }

std::vector<ScriptedExchange> silence() { return {{.answer = ""}, {.answer = ""}}; }

std::vector<Asked> asked_of(const std::vector<std::string>& requests) {
  std::vector<Asked> asked;
  constexpr std::string_view kPrefix = " /2018-06-01/runtime/";
  for (const std::string& request : requests) {
    const std::size_t head_end = request.find("\r\n\r\n");
    const std::string line = request.substr(0, request.find(" HTTP/1.1\r\n"));
    const std::size_t prefix = line.find(kPrefix);
    EXPECT_NE(prefix, std::string::npos) << line;
    asked.push_back({.line = line.substr(0, prefix) + " " + line.substr(prefix + kPrefix.size()),
                     .head = request.substr(0, head_end + 2),
                     .body = request.substr(head_end + 4)});
  }
  return asked;
}

std::vector<std::string> lines(const std::vector<Asked>& asked) {
  std::vector<std::string> result;
  for (const Asked& request : asked) {
    result.push_back(request.line);
  }
  return result;
}

}  // namespace lambda::loop
