// Which layers a function has when one of them has its program. Pure.
// Source: AWS Lambda Developer Guide, "Adding layers to functions"; the form of a version's ARN.
#pragma once

#include <string>
#include <vector>

namespace lambda::deploy {

/// `found`, with the layer of `version_arn` at that version: in the place of another version of it,
/// else behind all others. The others stay, since somebody attached them.
std::vector<std::string> attach_layer(std::vector<std::string> found,
                                      const std::string& version_arn);

}  // namespace lambda::deploy
