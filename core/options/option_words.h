// Reads the words of a command line by a table of options, and makes --help of the same table.
// Source: POSIX.1-2017, "Utility Conventions"; long options as GNU's getopt_long(3) takes them.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"

namespace lambda {

/// One option, `--name ARGUMENT` or `--name=ARGUMENT`; `--name` alone where the argument is empty.
struct OptionRule {
  std::string name;
  std::string argument;  // What stands for its value in --help.
  std::string help;      // Its own line breaks stay; long lines are broken between words.
  bool is_required = false;
  bool is_repeatable = false;
};

/// An option as it was given.
struct GivenOption {
  std::string name;   // In full, as the table has it.
  std::string value;  // Empty where it takes none.
};

/// What the words say, each kind in the order in which it was typed.
struct OptionWords {
  std::vector<GivenOption> options;
  std::vector<std::string> operands;
};

/// Reads `words`. A value may begin with a hyphen. A name may be cut where that leaves it unique.
/// What does not begin with "--", and what stands behind a bare "--", is an operand.
/// Error: Usage, with what to type instead.
std::expected<OptionWords, Error> read_option_words(std::span<const OptionRule> rules,
                                                    std::span<const std::string> words);

/// A line or more for each option, at most 110 columns wide where words allow. `separator` stands
/// between an option and its argument: a blank or '='.
std::string options_help(std::span<const OptionRule> rules, char separator);

}  // namespace lambda
