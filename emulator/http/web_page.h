// Tells requests that a web page has a browser make from those of programs. Any page may post to
// any address of its visitor's machine, and a name that its owner resolves to 127.0.0.1 makes even
// the answers readable to it. Source: Fetch Standard, "Origin header"; RFC 9110, section 7.2.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "emulator/http/http_message.h"

namespace lambda::emulator {

/// Why `request` must not be served, and what to type; absent when it may be.
///
/// Host must be an IP address, localhost, a name without a dot (of a container or a machine of the
/// same network), a name that ends with .localhost or .internal, or one of `allowed_hosts`.
/// Origin, where a browser sends it, must be the request's own host, this machine by address or as
/// localhost, or one of `allowed_hosts`. "*" allows all.
std::optional<std::string> find_web_page_fault(const HttpRequest& request,
                                               std::span<const std::string> allowed_hosts);

}  // namespace lambda::emulator
