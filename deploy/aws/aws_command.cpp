// Turns a call into words and input, and its output into an object.
#include "deploy/aws/aws_command.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

#include "core/errors/error.h"
#include "core/json/json_object.h"
#include "deploy/aws/aws_error.h"

namespace lambda::deploy {
namespace {

using lambda::failure;
using Poco::JSON::Object;

constexpr std::size_t kSecretBytesMin = 4;  // Anything shorter is part of many words.
constexpr std::string_view kBlot = "***";

// Nothing waits for a person or is paged, and text is UTF-8 whatever the user's locale is.
const std::map<std::string, std::string>& quiet_environment() {
  static const std::map<std::string, std::string> variables = {{"AWS_PAGER", ""},
                                                               {"AWS_CLI_AUTO_PROMPT", "off"},
                                                               {"AWS_CLI_FILE_ENCODING", "UTF-8"},
                                                               {"PYTHONIOENCODING", "utf-8"}};
  return variables;
}

// As JSON writes it between quotes; Python does too, except for a quote.
std::string escaped(const std::string& text) {
  Object object;
  object.set("", text);
  const std::string json = json_text(object);
  const std::string_view before = R"({"":")";
  return json.substr(before.size(), json.size() - before.size() - std::string_view(R"("})").size());
}

std::vector<std::string> secrets_of(const Object& input) {
  const Object::Ptr environment = input.getObject("Environment");
  const Object::Ptr variables =
      environment.isNull() ? Object::Ptr() : environment->getObject("Variables");
  std::vector<std::string> secrets;
  if (variables.isNull()) {
    return secrets;
  }
  for (const std::string& name : variables->getNames()) {
    const std::string value = string_member(*variables, name).value_or("");
    secrets.push_back(value);
    secrets.push_back(escaped(value));
  }
  return secrets;
}

// Before the text is folded or cut, which would hide a part of a value from the search. The longest
// first: a value may be a part of another.
std::string without(std::string text, std::vector<std::string> secrets) {
  std::ranges::sort(secrets, std::greater(), &std::string::size);
  for (const std::string& secret : secrets) {
    if (secret.size() < kSecretBytesMin) {
      continue;
    }
    for (std::size_t at = 0; (at = text.find(secret, at)) != text.npos; at += kBlot.size()) {
      text.replace(at, secret.size(), kBlot);
    }
  }
  return text;
}

}  // namespace

std::vector<OptionRule> aws_options() {
  return {{"region", "NAME", "the AWS Region; default: the profile's", false, false},
          {"profile", "NAME", "the profile of the `aws` command's configuration", false, false},
          {"endpoint-url", "URL", "another place than AWS, for tests", false, false}};
}

AwsSettings aws_settings(const Arguments& arguments) {
  return {arguments.one("region"), arguments.one("profile"), arguments.one("endpoint-url")};
}

AwsCommand::AwsCommand(AwsSettings settings) : settings_(std::move(settings)) {}

std::expected<Object::Ptr, Error> AwsCommand::call(const std::string& service,
                                                   const std::string& operation,
                                                   const Object& input,
                                                   const std::vector<std::string>& words) const {
  std::vector<std::string> all = {service,    operation, "--cli-input-json", "file:///dev/stdin",
                                  "--output", "json"};
  all.insert(all.end(), words.begin(), words.end());
  const auto end = run(all, json_text(input), {.secrets = secrets_of(input)});
  if (!end) {
    return std::unexpected(end.error());
  }
  if (end->output.find_first_not_of(" \n\r") == std::string::npos) {
    return Object::Ptr(new Object);
  }
  return parse_json_object(end->output, "what aws " + service + " " + operation + " said");
}

std::expected<std::string, Error> AwsCommand::text(const std::vector<std::string>& words) const {
  std::vector<std::string> all = words;
  all.insert(all.end(), {"--output", "text"});
  auto end = run(all, "");
  if (!end) {
    return std::unexpected(end.error());
  }
  while (end->output.ends_with('\n') || end->output.ends_with('\r')) {
    end->output.pop_back();
  }
  return std::move(end->output);
}

std::expected<ProgramEnd, Error> AwsCommand::run(const std::vector<std::string>& words,
                                                 const std::string& input,
                                                 const AwsCallOptions& options) const {
  Program program{
      .words = {"aws"}, .environment = quiet_environment(), .input = input, .limit = options.limit};
  if (options.is_tried_once) {
    program.environment["AWS_MAX_ATTEMPTS"] = "1";
  }
  program.words.insert(program.words.end(), words.begin(), words.end());
  const std::pair<const char*, const std::string*> settings[] = {
      {"--region", &settings_.region},
      {"--profile", &settings_.profile},
      {"--endpoint-url", &settings_.endpoint_url}};
  for (const auto& [option, value] : settings) {
    if (!value->empty()) {
      program.words.insert(program.words.end(), {option, *value});
    }
  }
  auto end = run_program(program);
  if (!end && end.error().type == "Program.NotFound") {
    return failure("Aws.NotInstalled",
                   "No program 'aws' on PATH; AWS is called through it. Install version 2: "
                   "`apt-get install awscli`, `brew install awscli`, or as the AWS CLI User Guide "
                   "says. Then `aws configure`.");
  }
  if (!end) {
    return std::unexpected(end.error());
  }
  if (end->status == 0) {
    return end;
  }
  const std::string operation = words.size() > 1 ? words[0] + " " + words[1] : words.at(0);
  return std::unexpected(aws_error(operation, without(std::move(end->errors), options.secrets)));
}

}  // namespace lambda::deploy
