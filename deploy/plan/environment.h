// A function's environment variables: those that it has, those of the target and those of the
// options, merged; and Lambda's limits on them. Source: AWS Lambda Developer Guide, "Working with
// Lambda environment variables"; API Reference, Environment.
#pragma once

#include <expected>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda::deploy {

using Variables = std::map<std::string, std::string>;

/// The variables that are asked for, on top of those that the function has.
struct EnvironmentWish {
  Variables built;              // From the target: overrides the function's.
  Variables given;              // By option: overrides both.
  std::set<std::string> unset;  // Removed, wherever they came from.
};

/// The merged variables. `lines` name them and never show a value: "TOKEN (kept)".
struct EnvironmentChange {
  Variables variables;
  std::vector<std::string> lines;
  bool is_changed = false;
};

/// Merges; a variable that nobody names is kept.
EnvironmentChange merge_environment(const Variables& found, const EnvironmentWish& wish);

/// Error: Deploy.Environment when a name is malformed or reserved by Lambda, a value is not UTF-8,
/// or all together are longer than 4 KB as JSON, which is how Lambda measures them. No message
/// shows a value.
std::expected<void, Error> check_environment(const Variables& variables);

}  // namespace lambda::deploy
