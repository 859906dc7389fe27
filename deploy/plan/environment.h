// A function's environment variables: what it has, what was built in, what is asked for; and
// Lambda's limits on them. Source: AWS Lambda Developer Guide, "Working with Lambda environment
// variables"; API Reference, Environment.
#pragma once

#include <expected>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda::deploy {

using Variables = std::map<std::string, std::string>;

/// What is asked for, on top of what a function has.
struct EnvironmentWish {
  Variables built;              // From the target: replaces what the function has.
  Variables given;              // By option: replaces both.
  std::set<std::string> unset;  // Goes away, wherever it came from.
};

/// The outcome. `lines` tell of names only, never of values: "TOKEN (kept)".
struct EnvironmentChange {
  Variables variables;
  std::vector<std::string> lines;
  bool is_changed = false;
};

/// What `found` becomes. A variable that nobody names is kept.
EnvironmentChange merge_environment(const Variables& found, const EnvironmentWish& wish);

/// Error: Deploy.Environment when a name is malformed or Lambda's own, a value is no UTF-8, or all
/// together are longer than 4 KB, written as JSON, as Lambda measures them. No message has a value.
std::expected<void, Error> check_environment(const Variables& variables);

}  // namespace lambda::deploy
