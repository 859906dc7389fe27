// The reference of rules as a page: what a .bzl file's docstrings say of its public names.
// Source: Bazel's stardoc_output.proto, ModuleInfo.
#pragma once

#include <string>

#include "tools/rule_docs/text_proto.h"

namespace lambda::tools {

/// A section for one file: its docstring, then each function, rule and provider in its order.
std::string markdown(const Message& module);

}  // namespace lambda::tools
