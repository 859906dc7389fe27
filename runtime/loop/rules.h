// The loop's policy: what the Runtime API's statuses mean, and what follows a failure. No I/O.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API"; AWS's runtime interface
// emulator for 410 and 413, which the guide leaves open.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include "core/errors/error.h"

namespace lambda::loop {

/// What the loop does about a failure.
enum class Consequence : std::uint8_t {
  kRetry,      // Sends the same on a new connection. Where that fails too: an answer is lost, as by
               // kServeNext; without an event the process exits.
  kServeNext,  // This invocation's answer is lost; the next event is served.
  kExit,       // The process cannot go on; it exits with a status other than 0.
};

/// By the error's type; kExit for any type that the table does not name.
Consequence consequence_of(const Error& error);

/// The type of the error of an answer whose head cannot be written.
inline constexpr std::string_view kInvalidHeader = "Runtime.InvalidHeader";

/// Error, of kExit, for any status but 200: without an event there is nothing to go on with.
std::expected<void, Error> judge_next(int status);

/// `is_resent`: the first request was lost after it may have arrived, so that a refusal of the
/// second says that the first was taken.
/// Error: of kServeNext when this answer is lost, of kExit when the environment is broken.
std::expected<void, Error> judge_post(int status, bool is_resent);

}  // namespace lambda::loop
