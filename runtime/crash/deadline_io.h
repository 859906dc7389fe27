// Output with a deadline, even if nobody reads it. Every function is async-signal-safe.
// Source: signal-safety(7) for what one may call; pipe(7), PIPE_BUF, for what never waits.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string_view>

namespace lambda::crash {

/// Of the monotonic clock, which is never set.
std::int64_t monotonic_ms();

/// Writes to a file or a pipe until `end_ms` at the latest; what is left then is dropped.
void write_until(int file, std::string_view text, std::int64_t end_ms);

/// Sends the request on a connection of its own, and waits for the first bytes of the answer, so
/// that it has been taken; gives up at `end_ms`.
void post_until(const sockaddr_storage& address, socklen_t address_bytes, std::string_view request,
                std::int64_t end_ms);

}  // namespace lambda::crash
