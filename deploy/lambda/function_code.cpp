// Chooses what is deployed. Source: function_code.h.
#include "deploy/lambda/function_code.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "deploy/lambda/zip_file.h"
#include "deploy/plan/arn.h"
#include "deploy/plan/deploy_plan.h"
#include "deploy/push/push_verb.h"
#include "deploy/registry/login/ecr_host.h"

namespace lambda::deploy {
namespace {

using lambda::failure;

constexpr std::size_t kDigestFileBytesMax = 200;
constexpr std::size_t kAccountDigits = 12;

std::expected<bool, Error> is_image_wanted(const Arguments& arguments, const Found& found) {
  const std::string from = arguments.one("from");
  if (from == "image" || from == "zip") {
    return from == "image";
  }
  if (!from.empty()) {
    return failure("Usage", "--from=" + from + " is neither image nor zip.");
  }
  if (found.function) {
    return found.function->package_type == "Image";
  }
  return arguments.has("repository");
}

// As said, else where the function's image is, else the repository of the function's name.
std::string repository_of(const std::string& name, const Arguments& arguments, const Found& found) {
  if (arguments.has("repository")) {
    return arguments.one("repository");
  }
  const std::string uri = found.function ? found.function->image_uri : "";
  const std::size_t slash = uri.find('/');
  if (slash == uri.npos) {
    return name;
  }
  return uri.substr(0, std::min(uri.find('@'), uri.find(':', slash)));
}

// Lambda reads images from ECR alone, and from its own Region.
std::expected<void, Error> check_registry(const Destination& destination, const Found& found,
                                          const std::string& said_region) {
  if (destination.is_to_be_created) {
    return {};
  }
  const std::string& host = destination.repository.origin.host;
  const auto ecr = registry::parse_ecr_host(host);
  if (!ecr) {
    return failure("Deploy.Refused", "Lambda takes images from ECR alone, and " + host +
                                         " is another registry. Name a repository of the "
                                         "account's ECR: --repository NAME.");
  }
  const std::string own =
      found.function ? arn_part(found.function->arn, ArnPart::kRegion) : said_region;
  if (own.empty() || own == ecr->region) {
    return {};
  }
  return failure("Deploy.Refused", "The repository is in " + ecr->region + ", the function in " +
                                       own +
                                       ", and Lambda takes images from its own Region alone. "
                                       "Name a repository there: --repository NAME.");
}

std::expected<std::string, Error> read_digest(const FunctionArchitecture& built) {
  auto text = read_file(built.digest, kDigestFileBytesMax);
  if (!text) {
    return text;
  }
  while (text->ends_with('\n')) {
    text->pop_back();
  }
  if (is_sha256_digest(*text)) {
    return text;
  }
  return failure("Deploy.NotBuilt", built.digest.string() + " holds no digest. Build again.");
}

std::expected<void, Error> choose_image(ChosenCode& chosen, const std::string& name,
                                        const Arguments& arguments, const Found& found,
                                        const FindDestination& find) {
  if (chosen.built.digest.empty()) {
    return failure("Deploy.NotBuilt",
                   "No image was built for " + chosen.built.architecture +
                       ". Deploy --from zip, or run a lambda_function's target.");
  }
  auto options = image_push_options(arguments, repository_of(name, arguments, found));
  if (!options) {
    return std::unexpected(options.error());
  }
  const auto digest = read_digest(chosen.built);
  if (!digest) {
    return std::unexpected(digest.error());
  }
  const auto destination = find(*options);
  if (!destination) {
    return std::unexpected(destination.error());
  }
  if (auto checked = check_registry(*destination, found, options->aws.region); !checked) {
    return checked;
  }
  const std::string address = registry::text(destination->repository);
  if (!destination->is_to_be_created) {
    options->repository = address;  // Not asked for again.
  }
  chosen.push = *std::move(options);
  chosen.code.image_uri = address + "@" + *digest;
  chosen.code.bucket = arguments.one("s3-bucket");  // Which is refused where the plan is checked.
  return {};
}

std::expected<void, Error> choose_zip(ChosenCode& chosen, const Arguments& arguments) {
  if (chosen.built.zip.empty()) {
    return failure("Deploy.NotBuilt", "No zip was built for " + chosen.built.architecture +
                                          ". Deploy --from image, or run a lambda_function's "
                                          "target.");
  }
  for (const OptionRule& rule : push_option_rules()) {
    if (!arguments.has(rule.name)) {
      continue;
    }
    return failure("Usage", "--" + rule.name +
                                " is about an image, and a zip is deployed. Add "
                                "--from image, or leave it out.");
  }
  const std::string owner = arguments.one("s3-bucket-owner");
  const bool is_account = owner.size() == kAccountDigits && std::ranges::all_of(owner, ::isdigit);
  if (arguments.has("s3-bucket-owner") && (!is_account || !arguments.has("s3-bucket"))) {
    return failure("Usage", "--s3-bucket-owner=" + owner +
                                " names an account by its 12 digits, "
                                "and goes with --s3-bucket NAME.");
  }
  auto zip = measure_zip(chosen.built.zip);
  if (!zip) {
    return std::unexpected(zip.error());
  }
  chosen.code = {.zip = chosen.built.zip,
                 .zip_bytes = zip->bytes,
                 .zip_sha256 = zip->sha256,
                 .zip_digest = zip->digest,
                 .bucket = arguments.one("s3-bucket"),
                 .bucket_owner = owner};
  return {};
}

}  // namespace

std::vector<OptionRule> code_options() {
  std::vector<OptionRule> rules = {
      {"from", "KIND",
       "image or zip; by itself as the function is, and a new one from an image if "
       "--repository is given, else from a zip"},
      {"architecture", "NAME",
       "x86_64 or arm64; by itself the function's, or of a new one x86_64 "
       "if that is built"},
      {"s3-bucket", "NAME", "send the zip by this bucket, as one of more than 50 MB must"},
      {"s3-bucket-owner", "ACCOUNT", "the bucket's account, where that is not the function's"}};
  for (OptionRule& rule : push_option_rules()) {
    rules.push_back(std::move(rule));
  }
  return rules;
}

std::expected<PushOptions, Error> image_push_options(const Arguments& arguments,
                                                     const std::string& repository) {
  std::map<std::string, std::vector<std::string>> options;
  const auto take = [&](const std::vector<OptionRule>& rules) {
    for (const OptionRule& rule : rules) {
      if (arguments.has(rule.name)) {
        options[rule.name] = arguments.all(rule.name);
      }
    }
  };
  take(push_option_rules());
  take(aws_options());
  options["repository"] = {repository};
  return push_options(Arguments(std::move(options), {}));
}

std::expected<ChosenCode, Error> choose_code(const FunctionDocument& document,
                                             const Arguments& arguments, const Found& found,
                                             const FindDestination& find) {
  std::vector<std::string> architectures;
  for (const FunctionArchitecture& built : document.architectures) {
    architectures.push_back(built.architecture);
  }
  const auto architecture =
      choose_architecture(architectures, arguments.one("architecture"), found);
  if (!architecture) {
    return std::unexpected(architecture.error());
  }
  const auto is_image = is_image_wanted(arguments, found);
  if (!is_image) {
    return std::unexpected(is_image.error());
  }
  ChosenCode chosen{.is_image = *is_image,
                    .built = *std::ranges::find(document.architectures, *architecture,
                                                &FunctionArchitecture::architecture)};
  const std::string name = arguments.has("name") ? arguments.one("name") : document.name;
  auto found_code = chosen.is_image ? choose_image(chosen, name, arguments, found, find)
                                    : choose_zip(chosen, arguments);
  if (!found_code) {
    return std::unexpected(found_code.error());
  }
  return chosen;
}

}  // namespace lambda::deploy
