// What a registry's refusal means, for the retry and for the user.
// Source: OCI Distribution Specification 1.1, "Error Codes"; RFC 9110 section 15.
#pragma once

#include <string>
#include <string_view>

#include "deploy/registry/retry.h"
#include "deploy/registry/transport/connection.h"
#include "deploy/registry/transport/url.h"

namespace lambda::registry {

/// `answer` to `method` for `url` as an error: Registry.Unauthorized, Registry.Denied,
/// Registry.NameUnknown, Registry.Busy (kPassing), Registry.Refused. The query of the URL is left
/// out: it may hold signatures.
Fault fault_of(std::string_view method, const Url& url, const Answer& answer);

/// The codes and messages in a registry's JSON, on one line of printable text; empty when there are
/// none.
std::string registry_words(std::string_view body);

/// Whether `body` has an error of `code`, such as "NAME_UNKNOWN".
bool has_code(std::string_view body, std::string_view code);

}  // namespace lambda::registry
