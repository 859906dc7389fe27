// Which function a verb is about: the one whose document lies beside the program, or in --function.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "core/options/command_line.h"
#include "images/tools/function/function_document.h"

namespace lambda::deploy {

/// The document beside the program, loaded once by main(). Absent where the program was started by
/// its own name.
using OwnFunction = std::optional<images::FunctionDocument>;

/// The option --function, for every verb that works on what was built.
OptionRule function_option();

/// The option --name, for every verb about a function at AWS.
OptionRule name_option();

/// The document that --function names, or else `own`; its name is that of --name, where given.
/// Error: Usage when there is neither document; File.Unreadable; Function.Malformed.
std::expected<images::FunctionDocument, Error> chosen_function(const Arguments& arguments,
                                                               const OwnFunction& own);

/// The function's name alone: --name needs no document. Error: those of chosen_function.
std::expected<std::string, Error> chosen_name(const Arguments& arguments, const OwnFunction& own);

/// The words to run for a target with `verb`: "push" and what was typed. A target NAME.deploy also
/// takes the verbs for a function that exists: `invoke`, `delete`.
std::vector<std::string> words_for_verb(const std::string& verb, std::vector<std::string> words);

}  // namespace lambda::deploy
