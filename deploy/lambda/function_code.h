// Which of what was built is deployed, and how it reaches Lambda: a zip, or an image by its digest.
// Source: deploy/README.md, "What is deployed".
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "core/options/command_line.h"
#include "deploy/function/function_document.h"
#include "deploy/plan/desired_function.h"
#include "deploy/plan/found_function.h"
#include "deploy/push/destination.h"
#include "deploy/push/push_options.h"

namespace lambda::deploy {

/// The options --from, --architecture and --s3-bucket, and those of a push.
std::vector<OptionRule> code_options();

/// The code that is wanted. An image is not pushed yet: its URI is where it will be.
struct ChosenCode {
  bool is_image = false;
  FunctionArchitecture built;
  DesiredCode code;
  PushOptions push;  // Of an image.
};

/// Where a push goes, as find_destination tells it: a call of AWS, that may have been made already.
using FindDestination = std::function<std::expected<Destination, Error>(const PushOptions&)>;

/// The options of the push of an image to `repository`. Error: Usage.
std::expected<PushOptions, Error> image_push_options(const Arguments& arguments,
                                                     const std::string& repository);

/// Chooses kind and architecture: as said; else as the function is; else, of a new one, an image if
/// --repository is given, and a zip if not.
/// Error: Usage; Deploy.Architecture; Deploy.NotBuilt; Deploy.Refused for a registry that Lambda
/// does not read from; File.Unreadable; those of `find`.
std::expected<ChosenCode, Error> choose_code(const FunctionDocument& document,
                                             const Arguments& arguments, const Found& found,
                                             const FindDestination& find);

}  // namespace lambda::deploy
