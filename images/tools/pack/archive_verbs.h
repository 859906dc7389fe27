// The verbs that pack files: layer, zip, folder; and bootstrap, which checks a program first. The
// libraries in images/tools/archive and images/tools/elf do the work.
#pragma once

#include <vector>

#include "core/options/command_line.h"

namespace lambda::images {

/// In the order in which help lists them.
std::vector<Verb> archive_verbs();

}  // namespace lambda::images
