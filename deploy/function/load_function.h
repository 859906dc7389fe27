// Finds the document of the function that a verb is about: beside the program, or by --function.
// Source: function_document.h; core/files/runfiles.h.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "core/options/command_line.h"
#include "deploy/function/function_document.h"

namespace lambda::deploy {

/// The option --function, for every verb that works on what was built.
OptionRule function_option();

/// The file beside `program` (the absolute argv[0]); absent where the program was started by its
/// own name.
std::optional<std::string> document_beside(const std::string& program);

/// The document that --function names, else the one beside `program`. Paths in a document beside
/// the program are runfiles; in one that is named they start at its folder.
/// Error: Usage when there is neither; File.Unreadable; Launch.NoRunfiles; Function.Malformed.
std::expected<FunctionDocument, Error> load_function(const std::string& program,
                                                     const Arguments& arguments);

/// The words to run where a document with `verb` lies beside the program: "push" and what was
/// typed. The targets NAME.deploy also do what is done to a function that is there: `invoke`,
/// `delete`.
std::vector<std::string> words_for_verb(const std::string& verb, std::vector<std::string> words);

}  // namespace lambda::deploy
