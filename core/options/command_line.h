// A program of verbs: `pack layer --out=FILE`. Each verb has a table of options, which --help
// shows.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "core/options/option_words.h"

namespace lambda {

/// The options and operands of one call. Owns its texts.
class Arguments {
 public:
  Arguments(std::map<std::string, std::vector<std::string>> options,
            std::vector<std::string> operands);

  /// The option's last value; empty when it was not given, or takes none.
  std::string one(const std::string& name) const;
  /// The option's values, in order.
  std::vector<std::string> all(const std::string& name) const;
  bool has(const std::string& name) const { return options_.contains(name); }
  /// The words that belong to no option.
  const std::vector<std::string>& operands() const { return operands_; }

 private:
  std::map<std::string, std::vector<std::string>> options_;
  std::vector<std::string> operands_;
};

/// One command of the program.
struct Verb {
  std::string name;
  std::string purpose;   // One sentence.
  std::string operands;  // As --help shows them; empty: none are taken.
  std::vector<OptionRule> options;
  std::function<std::expected<void, Error>(const Arguments&)> run;
};

/// Reads `words`, those behind the verb. Error: Usage, with what to type instead.
std::expected<Arguments, Error> parse_arguments(const Verb& verb,
                                                const std::vector<std::string>& words);

/// What `program --help` prints.
std::string program_help(const std::string& program, const std::string& purpose,
                         const std::vector<Verb>& verbs);
/// What `command --help` prints: `command` is the program and its verb, or a program of one verb.
std::string verb_help(const std::string& command, const Verb& verb);

/// Runs `verb` with `words`, those behind its name, as run_verbs() does.
int run_verb(const std::string& command, const Verb& verb, const std::vector<std::string>& words);

/// Runs the verb that `words` name. Help goes to standard output, errors to standard error.
/// Returns the exit status: 0 on success, 1 when the verb failed, 2 when the usage was wrong.
int run_verbs(const std::string& program, const std::string& purpose,
              const std::vector<Verb>& verbs, const std::vector<std::string>& words);

}  // namespace lambda
