// A function's image on a base that only a registry has, as the rules make it when no layer of the
// base was downloaded: its document says null for each.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "core/errors/error.h"
#include "tests/deploy/function_files.h"
#include "tests/peers/stand_in_base.h"

namespace lambda::deploy_test {

/// `function`, built on an empty base, put on `base`, which the registry at `port` of 127.0.0.1
/// has and whoever pushes finds at `host`. Error: Peers.NoAnswer, Peers.Base.
std::expected<FunctionFiles, Error> on_base(FunctionFiles function, uint16_t port,
                                            const std::string& host, const peers::PushedBase& base);

}  // namespace lambda::deploy_test
