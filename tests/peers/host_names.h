// Names of hosts that a private machine knows, as its own /etc/hosts.
// Source: hosts(5), mount(2).
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda::peers {

/// Has each of `names` mean 127.0.0.1, for this process and those that it starts, until the private
/// machine ends. Error: Peers.NoHostNames, outside of a private machine too.
std::expected<void, Error> add_host_names(const std::vector<std::string>& names);

}  // namespace lambda::peers
