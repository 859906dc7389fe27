// Which of what was built is deployed, and how it reaches Lambda: a zip, or an image by its digest.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "core/options/command_line.h"
#include "deploy/plan/desired_function.h"
#include "deploy/plan/found_function.h"
#include "deploy/push/destination.h"
#include "deploy/push/push_options.h"
#include "images/tools/function/function_document.h"

namespace lambda::deploy {

/// The options --from, --architecture, --s3-bucket and --s3-bucket-owner, and those of a push.
std::vector<OptionRule> code_options();

/// Their values. Empty: not given.
struct CodeOptions {
  std::string from;  // "image" or "zip".
  std::string architecture;
  std::string bucket;
  std::string bucket_owner;
  bool has_bucket_owner = false;  // Also an empty one.
  PushOptions push;
  std::string push_option;  // The first option of a push that was given.
};

/// Error: Usage.
std::expected<CodeOptions, Error> read_code_options(const Arguments& arguments);

/// The code that is wanted. An image is not pushed yet: its URI is where it will be.
struct ChosenCode {
  bool is_image = false;
  images::FunctionArchitecture built;
  DesiredCode code;
  Destination destination;  // Of an image.
};

/// find_destination, or the answer of a call that was made earlier.
using FindDestination = std::function<std::expected<Destination, Error>(const PushOptions&)>;

/// Chooses kind and architecture: as given; or else as the function is; or else, for a new one, an
/// image if --repository is given, and a zip if not.
/// Error: Usage; Deploy.Architecture; Deploy.NotBuilt; those of check_repository; File.Unreadable;
/// those of `find`.
std::expected<ChosenCode, Error> choose_code(const images::FunctionDocument& function,
                                             const CodeOptions& options, const Found& found,
                                             const FindDestination& find);

}  // namespace lambda::deploy
