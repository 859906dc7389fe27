// The verbs of the program `lisp`: run forms, join compiled files.
// Source: images/private/lisp, whose rules call them.
#pragma once

#include <vector>

#include "core/options/command_line.h"

namespace lambda::images {

std::vector<Verb> lisp_verbs();

}  // namespace lambda::images
