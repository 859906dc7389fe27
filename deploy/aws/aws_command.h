// The user's own `aws` command, version 1 or 2: profiles, single sign-on, roles, retries and new
// Regions are kept up there. Source: AWS CLI Command Reference, global options.
#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <vector>

#include <Poco/JSON/Object.h>

#include "core/errors/error.h"
#include "core/options/command_line.h"
#include "core/process/run_program.h"

namespace lambda::deploy {

/// Where the calls go. Empty: as the user's configuration and environment say.
struct AwsSettings {
  std::string region;
  std::string profile;
  std::string endpoint_url;
};

/// The options --region, --profile and --endpoint-url, and what was given for them.
std::vector<OptionRule> aws_options();
AwsSettings aws_settings(const Arguments& arguments);

/// How one call is made.
struct AwsCallOptions {
  std::chrono::milliseconds limit = std::chrono::minutes(15);  // 50 MB on a slow line.
  bool is_tried_once = false;  // No retries by `aws` itself: what it does must not be done twice.
  std::vector<std::string> secrets = {};  // Texts that no error may show.
};

/// Thread-safe: independent calls may be made at once, each from a thread of its own.
class AwsCommand {
 public:
  explicit AwsCommand(AwsSettings settings);

  const AwsSettings& settings() const { return settings_; }

  /// `aws SERVICE OPERATION`, with `input` (the API's own members) through standard input, never
  /// on a command line. `words` are further options, of which nothing is secret. Never null; empty
  /// for an operation that answers nothing.
  /// Error: those of aws_error.h; Aws.NotInstalled; Program.TooSlow; Json.Malformed. The values of
  /// input.Environment.Variables are removed from its message, also where `aws` shows them as
  /// JSON or Python writes them.
  std::expected<Poco::JSON::Object::Ptr, Error> call(
      const std::string& service, const std::string& operation, const Poco::JSON::Object& input,
      const std::vector<std::string>& words = {}) const;

  /// `aws WORDS --output text`: its standard output, without the last line's end.
  std::expected<std::string, Error> text(const std::vector<std::string>& words) const;

  /// `aws WORDS`, with `input` as /dev/stdin and kAnswerFile to write to. A status other than 0 is
  /// an error.
  std::expected<ProgramEnd, Error> run(const std::vector<std::string>& words,
                                       const std::string& input,
                                       const AwsCallOptions& options = {}) const;

 private:
  AwsSettings settings_;
};

}  // namespace lambda::deploy
