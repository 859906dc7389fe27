// Options override what lies beside the program.
#include "deploy/function/chosen_function.h"

#include <utility>

namespace lambda::deploy {

OptionRule function_option() {
  return {"function", "FILE", "what was built; default: the target's own", false, false};
}

OptionRule name_option() {
  return {"name", "NAME", "the function's name; default: the target's", false, false};
}

std::expected<images::FunctionDocument, Error> chosen_function(const Arguments& arguments,
                                                               const OwnFunction& own) {
  std::expected<images::FunctionDocument, Error> function =
      failure("Usage",
              "No function is named. Run its target, `bazel run //hello:hello.deploy`,"
              " or give --function FILE, the .function.json beside that program.");
  if (arguments.has("function")) {
    function = images::load_function_file(arguments.one("function"));
  } else if (own) {
    function = *own;
  }
  if (function && arguments.has("name")) {
    function->name = arguments.one("name");
  }
  return function;
}

std::expected<std::string, Error> chosen_name(const Arguments& arguments, const OwnFunction& own) {
  if (arguments.has("name")) {
    return arguments.one("name");
  }
  auto function = chosen_function(arguments, own);
  if (!function) {
    return std::unexpected(std::move(function.error()));
  }
  return std::move(function->name);
}

std::vector<std::string> words_for_verb(const std::string& verb, std::vector<std::string> words) {
  const std::string first = words.empty() ? "" : words.front();
  const bool is_other = verb == "deploy" && (first == "invoke" || first == "delete");
  if (!is_other) {
    words.insert(words.begin(), verb);
  }
  return words;
}

}  // namespace lambda::deploy
