// What the Runtime API's statuses mean for the loop. No I/O.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API"; AWS's runtime interface
// emulator for 410 and 413, which the guide leaves open.
#pragma once

#include <expected>

#include "core/errors/error.h"

namespace lambda::loop {

/// Error: kReportAndExit for any status but 200: without an event there is nothing to go on with.
std::expected<void, Error> judge_next(int status);

/// `is_resent`: the first request was lost after it may have arrived, so that a refusal of the
/// second says that the first was taken.
/// Error: kReportAndContinue when this answer is lost but the next event can be served;
/// kReportAndExit when the environment is broken.
std::expected<void, Error> judge_post(int status, bool is_resent);

}  // namespace lambda::loop
