// Load, resolve, then push or show: the whole of a push at a glance is run_push().
#include "deploy/push/push_verb.h"

#include <unistd.h>

#include <iostream>

#include "core/http/scan.h"
#include "deploy/function/image.h"
#include "deploy/push/destination.h"
#include "deploy/push/progress.h"
#include "deploy/push/push.h"

namespace lambda::deploy {
namespace {

constexpr std::uint64_t kChunkMibMax = 10 * 1024;

std::string counts_text(const PushResult& result) {
  std::string text =
      "sent " + std::to_string(result.blobs_sent) + " blobs, " + size_text(result.bytes_sent);
  if (result.blobs_mounted > 0) {
    text += ", mounted " + std::to_string(result.blobs_mounted);
  }
  if (result.blobs_there > 0) {
    text += ", " + std::to_string(result.blobs_there) + " were there";
  }
  return text;
}

void report(const PushResult& result, Progress& progress) {
  progress.note(counts_text(result));
  for (const std::string& tag : result.tags) {
    progress.note("tagged " + tag);
  }
  for (const PushedImage& image : result.images) {
    std::cout << image.uri << "\n";
  }
  std::cout << std::flush;
}

std::expected<void, Error> show(std::vector<Image> images, const Destination& destination,
                                const PushOptions& options) {
  const auto text = preview_push(std::move(images), destination, options);
  if (!text) {
    return std::unexpected(text.error());
  }
  std::cerr << *text << "Nothing was done: without --plan it will be.\n";
  return {};
}

std::expected<void, Error> run_push(const Arguments& arguments, const OwnFunction& own) {
  const auto options = push_options(arguments);
  if (!options) {
    return std::unexpected(options.error());
  }
  const auto function = chosen_function(arguments, own);
  if (!function) {
    return std::unexpected(function.error());
  }
  auto images = read_images(*function);
  if (!images) {
    return std::unexpected(std::move(images.error()));
  }
  const auto destination = find_destination(*options);
  if (!destination) {
    return std::unexpected(destination.error());
  }
  if (arguments.has("plan")) {
    return show(*std::move(images), *destination, *options);
  }
  TextProgress progress(std::cerr, ::isatty(STDERR_FILENO) == 1);
  const auto result = push(*std::move(images), *destination, *options, progress);
  if (!result) {
    return std::unexpected(result.error());
  }
  report(*result, progress);
  return {};
}

}  // namespace

std::vector<OptionRule> push_option_rules() {
  return {
      {"repository", "NAME",
       "where to push: NAME of a repository in the account's ECR, or HOST[:PORT]/NAME"},
      {.name = "tag",
       .argument = "TAG",
       .help = "a name for people; may be given again. Of several architectures each gets "
               "TAG-amd64 or TAG-arm64, and TAG is their index. Without it each image's tag is "
               "made of its digest, sha256-..., so that no rule about untagged images deletes it",
       .is_repeatable = true},
      {"create-repository", "", "make the repository in ECR when it is missing"},
      {"allow-empty-base", "", "take an image on the empty base, as --config=offline builds it"},
      {.name = "mount-from",
       .argument = "NAME",
       .help = "a repository of the same registry that may have layers already; may be given again",
       .is_repeatable = true},
      {"plain-http", "", "speak without TLS; needs not be said for a registry on this machine"},
      {"ca-file", "FILE", "the certificates to trust, PEM; else SSL_CERT_FILE, else the system's"},
      {"proxy", "URL",
       "reach every registry through the proxy http://HOST:PORT, or through none by `none`; else "
       "HTTPS_PROXY, HTTP_PROXY and NO_PROXY say"},
      {"chunk-mib", "N",
       "send at most N MiB in one request, for a proxy that takes no more; ECR needs it unset"},
  };
}

std::expected<PushOptions, Error> push_options(const Arguments& arguments,
                                               RepositoryOption repository) {
  PushOptions options;
  options.repository = arguments.one("repository");
  if (options.repository.empty() && repository == RepositoryOption::kRequired) {
    return failure("Usage",
                   "say where to push: --repository=NAME for a repository in ECR, "
                   "--repository=HOST/NAME for any other");
  }
  options.tags = arguments.all("tag");
  options.mount_from = arguments.all("mount-from");
  for (const std::string& name : options.mount_from) {
    if (registry::is_repository_name(name)) {
      continue;
    }
    return failure("Usage", "--mount-from=" + name +
                                " is not the name of a repository: leave out host and tag");
  }
  options.creates_repository = arguments.has("create-repository");
  options.allows_empty_base = arguments.has("allow-empty-base");
  options.ca_file = arguments.one("ca-file");
  if (arguments.has("plain-http")) {
    if (!options.ca_file.empty()) {
      return failure("Usage", "--plain-http and --ca-file exclude each other: give one of them");
    }
    options.scheme = registry::Scheme::kHttp;
  } else if (!options.ca_file.empty()) {
    options.scheme = registry::Scheme::kHttps;
  }
  const std::string proxy = arguments.one("proxy");
  if (proxy.contains('@')) {
    return failure("Usage",
                   "--proxy holds a login, which others can read on a command line: put it "
                   "into HTTPS_PROXY");
  }
  options.proxies = arguments.has("proxy") ? registry::only_proxy(proxy, "--proxy")
                                           : registry::environment_proxies();
  if (const std::string chunk = arguments.one("chunk-mib"); !chunk.empty()) {
    const auto mib = http::parse_decimal(chunk);
    if (!mib || *mib == 0 || *mib > kChunkMibMax) {
      return failure("Usage", "--chunk-mib=" + chunk + " is not a number from 1 to " +
                                  std::to_string(kChunkMibMax));
    }
    options.chunk_bytes = *mib << 20;
  }
  options.aws = aws_settings(arguments);
  return options;
}

Verb push_verb(const OwnFunction& own) {
  Verb verb{
      .name = "push",
      .purpose =
          "Pushes the function's image to a registry, by digest, and prints the URI that Lambda "
          "takes.",
      .operands = "",
      .options = push_option_rules(),
      .run = [own](const Arguments& arguments) { return run_push(arguments, own); }};
  verb.options.push_back({"plan", "", "print what would be done, and do nothing"});
  verb.options.push_back(function_option());
  for (OptionRule& rule : aws_options()) {
    verb.options.push_back(std::move(rule));
  }
  return verb;
}

}  // namespace lambda::deploy
