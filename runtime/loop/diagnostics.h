// The runtime's own messages: one line each, on standard error, which Lambda keeps in the
// function's log.
// Payloads never come here.
#pragma once

#include <string_view>

#include "runtime/errors/error.h"
#include "runtime/errors/function_error.h"

namespace lambda::loop {

/// Writes all of `text` to standard error, as it is. No result: there is nowhere to tell a failure.
void write_log(std::string_view text);

/// Prints `lambda: <subject>: <error>`; the subject is left out when empty.
void log_error(std::string_view subject, const Error& error);

/// As above, with one line more for each line of the stack.
void log_error(std::string_view subject, const FunctionError& error);

}  // namespace lambda::loop
