// The runtime's own messages, as records of the function's log: one for each report, in the form
// that the function is configured for. Payloads never come here.
#pragma once

#include <string_view>

#include "core/errors/error.h"
#include "runtime/errors/function_error.h"

namespace lambda::loop {

/// Whose invocation a message is about.
struct Origin {
  std::string_view request_id;
  std::string_view tenant_id;
};

/// About the process: `<subject>: <message>`, the subject left out when empty. FATAL when the error
/// ends the process, as one of the initialization does, else ERROR.
void log_error(std::string_view subject, const Error& error);
void log_error(std::string_view subject, const FunctionError& error);

/// About one invocation, of level ERROR, with the lines of the stack. Of a message 64 KiB are
/// written, of a stack 200 lines.
void log_error(const Origin& origin, const Error& error);
void log_error(const Origin& origin, const FunctionError& error);

}  // namespace lambda::loop
