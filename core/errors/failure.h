// The one way these tools make an error. Nothing here is worth a retry: every error ends the run.
// Source: core/errors/error.h, whose type and message it fills.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "core/errors/error.h"

namespace lambda::images {

/// An error of `type` ("Layout.BlobMissing") whose `message` names the input, the rule it broke and
/// what to write instead.
inline std::unexpected<Error> failure(std::string type, std::string message) {
  return std::unexpected(Error{Remedy::kReportAndExit, std::move(type), std::move(message)});
}

}  // namespace lambda::images
