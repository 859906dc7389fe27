// A program of verbs. Source: command_line.h.
#include "core/options/command_line.h"

#include <algorithm>
#include <iostream>
#include <sstream>
#include <utility>

#include <Poco/Exception.h>
#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionProcessor.h>
#include <Poco/Util/OptionSet.h>

#include "core/errors/error.h"

namespace lambda {
namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

using Poco::Util::Option;

Poco::Util::OptionSet option_set(const Verb& verb) {
  Poco::Util::OptionSet options;
  for (const OptionRule& rule : verb.options) {
    Option option(rule.name, "");
    option.description(rule.help).required(rule.is_required).repeatable(rule.is_repeatable);
    if (!rule.argument.empty()) {
      option.argument(rule.argument);
    }
    options.addOption(option);
  }
  return options;
}

bool asks_for_help(const std::string& word) { return word == "--help" || word == "-h"; }

}  // namespace

Arguments::Arguments(std::map<std::string, std::vector<std::string>> options,
                     std::vector<std::string> operands)
    : options_(std::move(options)), operands_(std::move(operands)) {}

std::string Arguments::one(const std::string& name) const {
  const auto found = options_.find(name);
  return found == options_.end() ? "" : found->second.back();
}

std::vector<std::string> Arguments::all(const std::string& name) const {
  const auto found = options_.find(name);
  return found == options_.end() ? std::vector<std::string>{} : found->second;
}

std::expected<Arguments, Error> parse_arguments(const Verb& verb,
                                                const std::vector<std::string>& words) try {
  const Poco::Util::OptionSet set = option_set(verb);
  Poco::Util::OptionProcessor processor(set);
  std::map<std::string, std::vector<std::string>> options;
  std::vector<std::string> operands;
  for (const std::string& word : words) {
    std::string name;
    std::string value;
    if (!processor.process(word, name, value)) {
      operands.push_back(word);
    } else if (!name.empty()) {  // Empty: the value comes with the next word.
      options[name].push_back(value);
    }
  }
  processor.checkRequired();
  if (verb.operands.empty() && !operands.empty()) {
    return failure("Usage", "'" + operands.front() + "' is not expected. Type " + verb.name +
                                " --help to see what is.");
  }
  return Arguments(std::move(options), std::move(operands));
} catch (const Poco::Exception& problem) {
  return failure("Usage",
                 problem.displayText() + ". Type " + verb.name + " --help to see the options.");
}

std::string verb_help(const std::string& command, const Verb& verb) {
  std::ostringstream out;
  const Poco::Util::OptionSet set = option_set(verb);
  Poco::Util::HelpFormatter formatter(set);
  formatter.setUnixStyle(true);
  formatter.setCommand(command);
  formatter.setUsage("[OPTIONS]" + (verb.operands.empty() ? "" : " " + verb.operands));
  formatter.setHeader(verb.purpose);
  formatter.setWidth(100);
  formatter.format(out);
  return std::move(out).str();
}

std::string program_help(const std::string& program, const std::string& purpose,
                         const std::vector<Verb>& verbs) {
  std::string text = "usage: " + program + " VERB [OPTIONS]\n" + purpose + "\n\n";
  std::size_t width = 0;
  for (const Verb& verb : verbs) {
    width = std::max(width, verb.name.size());
  }
  for (const Verb& verb : verbs) {
    text += "  " + verb.name + std::string(width + 2 - verb.name.size(), ' ') + verb.purpose + "\n";
  }
  return text + "\n" + program + " VERB --help tells of one verb's options.\n";
}

int run_verb(const std::string& command, const Verb& verb, const std::vector<std::string>& words) {
  if (std::ranges::any_of(words, asks_for_help)) {
    std::cout << verb_help(command, verb);
    return 0;
  }
  const auto arguments = parse_arguments(verb, words);
  const auto result = arguments ? verb.run(*arguments) : std::unexpected(arguments.error());
  if (result) {
    return 0;
  }
  std::cerr << command << ": " << result.error().message << "\n";
  return result.error().type == "Usage" ? kUsage : kFailed;
}

int run_program(const std::string& program, const std::string& purpose,
                const std::vector<Verb>& verbs, const std::vector<std::string>& words) {
  if (words.empty() || asks_for_help(words.front())) {
    (words.empty() ? std::cerr : std::cout) << program_help(program, purpose, verbs);
    return words.empty() ? kUsage : 0;
  }
  const auto verb = std::ranges::find(verbs, words.front(), &Verb::name);
  if (verb == verbs.end()) {
    std::cerr << program << ": '" << words.front() << "' is no verb.\n"
              << program_help(program, purpose, verbs);
    return kUsage;
  }
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  return run_verb(program + " " + verb->name, *verb, rest);
}

}  // namespace lambda
