// The verbs that make images of layers: image, layout, archive; and the check of a layout. The
// libraries in images/tools/oci do the work.
#pragma once

#include <vector>

#include "core/options/command_line.h"

namespace lambda::images {

/// image, layout and archive, in the order in which help lists them.
std::vector<Verb> image_verbs();

/// `layout`, as //images/tools:check has it: it reads.
Verb check_layout_verb();

}  // namespace lambda::images
