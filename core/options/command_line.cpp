// A program of verbs, by the table of each.
#include "core/options/command_line.h"

#include <algorithm>
#include <iostream>
#include <utility>

namespace lambda {
namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

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
                                                const std::vector<std::string>& words) {
  auto read = read_option_words(verb.options, words);
  if (!read) {
    return std::unexpected(read.error());
  }
  if (verb.operands.empty() && !read->operands.empty()) {
    return failure("Usage", "'" + read->operands.front() + "' is not expected. Type " + verb.name +
                                " --help to see what is.");
  }
  std::map<std::string, std::vector<std::string>> options;
  for (GivenOption& option : read->options) {
    options[option.name].push_back(std::move(option.value));
  }
  return Arguments(std::move(options), std::move(read->operands));
}

std::string verb_help(const std::string& command, const Verb& verb) {
  return "usage: " + command + " [OPTIONS]" + (verb.operands.empty() ? "" : " " + verb.operands) +
         "\n" + verb.purpose + "\n\n" + options_help(verb.options, '=');
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
  return text + "\n" + program + " VERB --help explains the options of one verb.\n";
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

int run_verbs(const std::string& program, const std::string& purpose,
              const std::vector<Verb>& verbs, const std::vector<std::string>& words) {
  if (words.empty() || asks_for_help(words.front())) {
    (words.empty() ? std::cerr : std::cout) << program_help(program, purpose, verbs);
    return words.empty() ? kUsage : 0;
  }
  const auto verb = std::ranges::find(verbs, words.front(), &Verb::name);
  if (verb == verbs.end()) {
    std::cerr << program << ": '" << words.front() << "' is not a verb.\n"
              << program_help(program, purpose, verbs);
    return kUsage;
  }
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  return run_verb(program + " " + verb->name, *verb, rest);
}

}  // namespace lambda
