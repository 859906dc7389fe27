// `aws` makes the call at most once: a retry could run the function twice.
#include <iostream>
#include <iterator>
#include <sstream>

#include <Poco/Base64Decoder.h>
#include <Poco/Exception.h>

#include "core/errors/error.h"
#include "core/json/json_object.h"
#include "deploy/aws/aws_command.h"
#include "deploy/lambda/payload.h"
#include "deploy/lambda/verbs.h"

namespace lambda::deploy {
namespace {

using lambda::failure;

// The longest that a function may take, and some more.
constexpr std::chrono::minutes kLimit{95};

std::string decoded(const std::string& base64) try {
  std::istringstream in(base64);
  Poco::Base64Decoder decoder(in);
  return {std::istreambuf_iterator<char>(decoder), {}};
} catch (const Poco::Exception&) {
  return "";  // A log that cannot be read is not worth losing the answer for.
}

std::vector<std::string> invoke_words(const std::string& name, const Arguments& arguments) {
  std::vector<std::string> words = {
      "lambda",   "invoke", "--function-name",    name, "--payload", "fileb:///dev/stdin",
      "--output", "json",   "--cli-read-timeout", "0"};
  if (arguments.has("async")) {
    words.insert(words.end(), {"--invocation-type", "Event"});
  } else if (!arguments.has("no-log")) {
    words.insert(words.end(), {"--log-type", "Tail"});
  }
  if (arguments.has("qualifier")) {
    words.insert(words.end(), {"--qualifier", arguments.one("qualifier")});
  }
  words.emplace_back(kAnswerFile);
  return words;
}

// Type and message of an error document, in one line; the beginning of any other answer.
std::string error_line(const std::string& answer) {
  const auto object = parse_json_object(answer, "the answer");
  if (!object) {
    return answer.substr(0, 1000);
  }
  const std::string type = string_member(**object, "errorType").value_or("");
  const std::string message = string_member(**object, "errorMessage").value_or("");
  return type.empty() ? message : type + ": " + message;
}

std::expected<void, Error> run_invoke(const Arguments& arguments, const OwnFunction& own) {
  const auto name = chosen_name(arguments, own);
  if (!name) {
    return std::unexpected(name.error());
  }
  const auto payload = read_payload(arguments.operands(), arguments.has("async"), std::cin);
  if (!payload) {
    return std::unexpected(payload.error());
  }
  const AwsCommand aws(aws_settings(arguments));
  const auto end =
      aws.run(invoke_words(*name, arguments), *payload, {.limit = kLimit, .is_tried_once = true});
  if (!end) {
    return std::unexpected(end.error());
  }
  const auto about = parse_json_object(end->output, "what aws lambda invoke said");
  if (!about) {
    return std::unexpected(about.error());
  }
  std::cerr << decoded(string_member(**about, "LogResult").value_or(""));
  std::cout << end->answer;
  if (!end->answer.empty() && !end->answer.ends_with('\n')) {
    std::cout << "\n";
  }
  std::cout << std::flush;
  if (arguments.has("async")) {
    std::cerr << "Lambda has taken the event and will run it.\n";
  }
  if (const auto kind = string_member(**about, "FunctionError")) {
    return failure("Invoke.FunctionError",
                   "function error (" + *kind + "): " + error_line(end->answer));
  }
  return {};
}

}  // namespace

Verb invoke_verb(const OwnFunction& own) {
  Verb verb{.name = "invoke",
            .purpose =
                "Calls the function at AWS once and prints its answer. EVENT is JSON, @FILE, or - "
                "for standard input; without it, {}.",
            .operands = "[EVENT]",
            .options = {{"qualifier", "NAME", "a version or an alias"},
                        {"async", "", "hand the event over and do not wait for an answer"},
                        {"no-log", "", "do not show the tail of the log"},
                        name_option(),
                        function_option()},
            .run = [own](const Arguments& arguments) { return run_invoke(arguments, own); }};
  for (OptionRule& rule : aws_options()) {
    verb.options.push_back(std::move(rule));
  }
  return verb;
}

}  // namespace lambda::deploy
