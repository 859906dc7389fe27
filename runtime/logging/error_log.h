// The runtime's own messages, as records of the function's log: one for each report. Payloads never
// come here.
#pragma once

#include <string_view>

#include "core/errors/error.h"
#include "runtime/errors/function_error.h"
#include "runtime/logging/log.h"

namespace lambda::logging {

/// The invocation that a message is about.
struct Origin {
  std::string_view request_id;
  std::string_view tenant_id;
};

/// Level FATAL: why the process ends. The message reads `<subject>: <message>`.
void log_fatal(const Log& log, std::string_view subject, const Error& error);
void log_fatal(const Log& log, std::string_view subject, const FunctionError& error);

/// Level ERROR, about the process, which goes on. An empty subject is left out.
void log_error(const Log& log, std::string_view subject, const Error& error);

/// Level ERROR, about one invocation. At most 64 KiB of the message and 200 lines of the stack are
/// written.
void log_error(const Log& log, const Origin& origin, const Error& error);
void log_error(const Log& log, const Origin& origin, const FunctionError& error);

}  // namespace lambda::logging
