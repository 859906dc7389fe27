// Answers with the event itself: bytes in, the same bytes out. The benchmarks measure the runtime
// by it.
#pragma once

#include <string_view>

#include "runtime/lambda.h"

/// The result borrows `event`, so that nothing is copied between the socket's two directions.
lambda::Borrowed echo(std::string_view event);
