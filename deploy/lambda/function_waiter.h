// Waits until Lambda has finished changing a function. Source: AWS Lambda Developer
// Guide, "Lambda function states".
#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <ostream>
#include <string>

#include "core/errors/error.h"
#include "deploy/aws/aws_command.h"
#include "deploy/plan/found_function.h"

namespace lambda::deploy {

/// How long to wait, and how; tests pass a `sleep` of their own.
struct Patience {
  std::chrono::seconds limit{600};
  std::chrono::milliseconds first{500};
  std::chrono::milliseconds longest{5000};
  std::function<void(std::chrono::milliseconds)> sleep;  // Empty: the thread sleeps.
};

/// The pause before try `number`, from 0: twice as long each time.
std::chrono::milliseconds pause(const Patience& patience, int number);

/// What is waited for: a function, or one of its versions, which has a state of its own.
struct Awaited {
  std::string function;
  std::string version;  // Empty: $LATEST.
};

/// Polls with growing pauses until it is settled; tells `log` when it begins to wait. The result
/// also has the URI of its image.
/// Error: Deploy.NotReady when that takes longer than the limit; those of AwsCommand.
std::expected<FoundFunction, Error> wait_until_settled(const AwsCommand& aws,
                                                       const Awaited& awaited,
                                                       const Patience& patience, std::ostream& log);

/// Error: Deploy.Failed, with Lambda's own reason and what to do, when the change failed.
std::expected<void, Error> check_ready(const FoundFunction& function);

}  // namespace lambda::deploy
