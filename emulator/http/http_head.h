// Writes the status line and headers of an answer.
// Source: RFC 9112, section 4; RFC 9110, section 6.6.1.
#pragma once

#include <cstddef>
#include <string>

#include "emulator/http/http_message.h"

namespace lambda::emulator {

/// Ready to be followed by a body of `body_bytes`.
std::string http_head(const HttpAnswer& answer, std::size_t body_bytes, bool closes);

}  // namespace lambda::emulator
