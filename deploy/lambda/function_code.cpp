// The options decide before the function that was found, and that before the defaults.
#include "deploy/lambda/function_code.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "core/digest/sha256.h"
#include "core/files/file_bytes.h"
#include "deploy/function/zip_file.h"
#include "deploy/plan/deploy_check.h"
#include "deploy/push/push_verb.h"

namespace lambda::deploy {
namespace {

constexpr std::size_t kDigestFileBytesMax = 200;
constexpr std::size_t kAccountDigits = 12;

bool is_image_wanted(const CodeOptions& options, const Found& found) {
  if (!options.from.empty()) {
    return options.from == "image";
  }
  return found.function ? found.function->package_type == "Image"
                        : !options.push.repository.empty();
}

// As given, or else where the function's image is, or else the repository of the function's name.
std::string repository_of(const std::string& name, const CodeOptions& options, const Found& found) {
  if (!options.push.repository.empty()) {
    return options.push.repository;
  }
  const std::string uri = found.function ? found.function->image_uri : "";
  const std::size_t slash = uri.find('/');
  if (slash == uri.npos) {
    return name;
  }
  return uri.substr(0, std::min(uri.find('@'), uri.find(':', slash)));
}

std::expected<std::string, Error> read_digest(const images::FunctionArchitecture& built) {
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
  return failure("Deploy.NotBuilt",
                 built.digest.string() + " does not hold a digest. Build again.");
}

std::expected<void, Error> choose_image(ChosenCode& chosen, const std::string& name,
                                        const CodeOptions& options, const Found& found,
                                        const FindDestination& find) {
  if (chosen.built.digest.empty()) {
    return failure("Deploy.NotBuilt",
                   "No image was built for " + chosen.built.architecture +
                       ". Deploy --from zip, or run a lambda_function's target.");
  }
  const auto digest = read_digest(chosen.built);
  if (!digest) {
    return std::unexpected(digest.error());
  }
  PushOptions push = options.push;
  push.repository = repository_of(name, options, found);
  auto destination = find(push);
  if (!destination) {
    return std::unexpected(std::move(destination.error()));
  }
  const registry::RepositoryName& repository = destination->repository;
  if (!destination->is_to_be_created) {
    if (auto checked = check_repository(repository, found, push.aws.region); !checked) {
      return checked;
    }
  }
  chosen.code.image_uri = registry::text(repository) + "@" + *digest;
  chosen.code.bucket = options.bucket;  // Which check_deployment refuses for an image.
  chosen.destination = *std::move(destination);
  return {};
}

std::expected<void, Error> choose_zip(ChosenCode& chosen, const CodeOptions& options) {
  if (chosen.built.zip.empty()) {
    return failure("Deploy.NotBuilt", "No zip was built for " + chosen.built.architecture +
                                          ". Deploy --from image, or run a lambda_function's "
                                          "target.");
  }
  if (!options.push_option.empty()) {
    return failure("Usage", "--" + options.push_option +
                                " is about an image, and a zip is deployed. Add "
                                "--from image, or leave it out.");
  }
  const std::string& owner = options.bucket_owner;
  const bool is_account = owner.size() == kAccountDigits && std::ranges::all_of(owner, ::isdigit);
  if (options.has_bucket_owner && (!is_account || options.bucket.empty())) {
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
                 .bucket = options.bucket,
                 .bucket_owner = owner};
  return {};
}

}  // namespace

std::vector<OptionRule> code_options() {
  std::vector<OptionRule> rules = {
      {"from", "KIND",
       "image or zip; default: as the function is, and a new one from an image if "
       "--repository is given, else from a zip"},
      {"architecture", "NAME",
       "x86_64 or arm64; default: the function's, or for a new one x86_64 "
       "if that is built"},
      {"s3-bucket", "NAME", "send the zip by this bucket, as one of more than 50 MB must"},
      {"s3-bucket-owner", "ACCOUNT", "the bucket's account, where that is not the function's"}};
  for (OptionRule& rule : push_option_rules()) {
    rules.push_back(std::move(rule));
  }
  return rules;
}

std::expected<CodeOptions, Error> read_code_options(const Arguments& arguments) {
  auto push = push_options(arguments, RepositoryOption::kOptional);
  if (!push) {
    return std::unexpected(std::move(push.error()));
  }
  CodeOptions options{.from = arguments.one("from"),
                      .architecture = arguments.one("architecture"),
                      .bucket = arguments.one("s3-bucket"),
                      .bucket_owner = arguments.one("s3-bucket-owner"),
                      .has_bucket_owner = arguments.has("s3-bucket-owner"),
                      .push = *std::move(push),
                      .push_option = {}};
  if (!options.from.empty() && options.from != "image" && options.from != "zip") {
    return failure("Usage", "--from=" + options.from + " is neither image nor zip.");
  }
  const std::vector<OptionRule> rules = push_option_rules();
  const auto given =
      std::ranges::find_if(rules, [&](const OptionRule& rule) { return arguments.has(rule.name); });
  if (given != rules.end()) {
    options.push_option = given->name;
  }
  return options;
}

std::expected<ChosenCode, Error> choose_code(const images::FunctionDocument& function,
                                             const CodeOptions& options, const Found& found,
                                             const FindDestination& find) {
  std::vector<std::string> architectures;
  for (const images::FunctionArchitecture& built : function.architectures) {
    architectures.push_back(built.architecture);
  }
  const auto architecture = choose_architecture(architectures, options.architecture, found);
  if (!architecture) {
    return std::unexpected(architecture.error());
  }
  ChosenCode chosen{.is_image = is_image_wanted(options, found),
                    .built = *std::ranges::find(function.architectures, *architecture,
                                                &images::FunctionArchitecture::architecture),
                    .code = {},
                    .destination = {}};
  auto done = chosen.is_image ? choose_image(chosen, function.name, options, found, find)
                              : choose_zip(chosen, options);
  if (!done) {
    return std::unexpected(std::move(done.error()));
  }
  return chosen;
}

}  // namespace lambda::deploy
