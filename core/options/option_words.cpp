// Reads the words of a command line by a table of options, and makes --help of the same table.
#include "core/options/option_words.h"

#include <algorithm>
#include <format>
#include <numeric>
#include <utility>

namespace lambda {
namespace {

constexpr std::size_t kHelpWidth = 110;
constexpr std::size_t kComparedMax = 64;

std::unexpected<Error> usage(std::string message) { return failure("Usage", std::move(message)); }

/// How many letters must change to make `a` of `b` (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

/// "--timeout SECONDS".
std::string option_text(const OptionRule& rule, char separator) {
  return "--" + rule.name + (rule.argument.empty() ? "" : separator + rule.argument);
}

std::unexpected<Error> unknown_option(std::span<const OptionRule> rules, std::string_view name) {
  if (rules.empty()) {
    return usage(std::format("There is no option --{}: none is taken here.", name));
  }
  const OptionRule& nearest = *std::ranges::min_element(rules, {}, [&](const OptionRule& rule) {
    return edit_distance(name.substr(0, kComparedMax), rule.name);
  });
  return usage(std::format("There is no option --{}. Did you mean {}? --help lists all.", name,
                           option_text(nearest, ' ')));
}

std::expected<const OptionRule*, Error> find_rule(std::span<const OptionRule> rules,
                                                  std::string_view name) {
  if (const auto same = std::ranges::find(rules, name, &OptionRule::name); same != rules.end()) {
    return &*same;
  }
  const OptionRule* found = nullptr;
  for (const OptionRule& rule : rules) {
    if (name.empty() || !rule.name.starts_with(name)) {
      continue;
    }
    if (found != nullptr) {
      return usage(
          std::format("--{} may be --{} or --{}. Type it in full.", name, found->name, rule.name));
    }
    found = &rule;
  }
  if (found == nullptr) {
    return unknown_option(rules, name);
  }
  return found;
}

std::expected<void, Error> check_numbers(std::span<const OptionRule> rules,
                                         const OptionWords& read) {
  for (const OptionRule& rule : rules) {
    const auto count = std::ranges::count(read.options, rule.name, &GivenOption::name);
    if (count > 1 && !rule.is_repeatable) {
      return usage(std::format("--{} is given {} times. Give it once.", rule.name, count));
    }
    if (count == 0 && rule.is_required) {
      return usage(std::format("{} is missing.", option_text(rule, ' ')));
    }
  }
  return {};
}

/// The first line of `text`, cut between words where it is longer than `width`; taken off `text`.
std::string_view take_line(std::string_view& text, std::size_t width) {
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.size() > width) {
    const std::size_t blank = line.rfind(' ', width);
    line = line.substr(0, blank == line.npos ? line.find(' ') : blank);
  }
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

}  // namespace

std::expected<OptionWords, Error> read_option_words(std::span<const OptionRule> rules,
                                                    std::span<const std::string> words) {
  OptionWords read;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--") {
      read.operands.insert(read.operands.end(), words.begin() + i + 1, words.end());
      break;
    }
    if (!word.starts_with("--")) {
      read.operands.emplace_back(word);
      continue;
    }
    const std::size_t equals = word.find('=');
    const bool has_value = equals != word.npos;
    const auto rule = find_rule(rules, word.substr(2, has_value ? equals - 2 : word.npos));
    if (!rule) {
      return std::unexpected(rule.error());
    }
    const std::string& name = (*rule)->name;
    if (has_value && (*rule)->argument.empty()) {
      return usage(std::format("--{0} takes no value. Type --{0}.", name));
    }
    if (has_value || (*rule)->argument.empty()) {
      read.options.push_back({name, std::string(has_value ? word.substr(equals + 1) : "")});
      continue;
    }
    if (i + 1 == words.size()) {
      return usage(std::format("--{} lacks its value. Type {}.", name, option_text(**rule, ' ')));
    }
    read.options.push_back({name, words[++i]});
  }
  if (auto checked = check_numbers(rules, read); !checked) {
    return std::unexpected(checked.error());
  }
  return read;
}

std::string options_help(std::span<const OptionRule> rules, char separator) {
  std::size_t column = 0;
  for (const OptionRule& rule : rules) {
    column = std::max(column, option_text(rule, separator).size());
  }
  std::string text;
  for (const OptionRule& rule : rules) {
    std::string left = option_text(rule, separator);
    std::string_view help = rule.help;
    do {
      const std::string_view line = take_line(help, kHelpWidth - column - 4);
      text += std::format("  {:<{}}  {}\n", left, column, line);
      left.clear();
    } while (!help.empty());
  }
  return text;
}

}  // namespace lambda
