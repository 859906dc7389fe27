// Names for requests and traces.
// Source: RFC 9562, section 5.4; AWS X-Ray Developer Guide, "Tracing header".
#pragma once

#include <cstddef>
#include <string>

namespace lambda::emulator {

/// `digits` random lower-case hexadecimal digits. Thread-safe.
std::string random_hex(std::size_t digits);

/// A random UUID, version 4. Thread-safe.
std::string new_request_id();

/// "Root=1-…;Parent=…;Sampled=0". Thread-safe.
std::string new_trace_id();

}  // namespace lambda::emulator
