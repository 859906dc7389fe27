// The layers of all architectures are known before the first one is published.
#include <algorithm>
#include <iostream>
#include <utility>

#include "deploy/aws/aws_command.h"
#include "deploy/lambda/publish_layer.h"
#include "deploy/lambda/verbs.h"

namespace lambda::deploy {
namespace {

// Named by hand, layers of several architectures keep them apart.
std::string own_name(const images::FunctionDocument& document,
                     const images::FunctionArchitecture& built, const std::string& name) {
  return document.architectures.size() == 1 ? name : name + "-" + built.architecture;
}

std::expected<std::vector<DesiredLayer>, Error> desired_layers(
    const images::FunctionDocument& document, const Arguments& arguments) {
  std::vector<DesiredLayer> layers;
  for (const images::FunctionArchitecture& built : document.architectures) {
    if (arguments.has("architecture") && arguments.one("architecture") != built.architecture) {
      continue;
    }
    auto layer = built_layer(document, built);
    if (!layer) {
      return std::unexpected(layer.error());
    }
    if (arguments.has("layer-name")) {
      layer->name = own_name(document, built, arguments.one("layer-name"));
    }
    if (arguments.has("runtime")) {
      layer->runtimes = arguments.all("runtime");
    }
    std::ranges::sort(layer->runtimes);
    layer->license = arguments.one("license");
    layers.push_back(*std::move(layer));
  }
  if (layers.empty()) {
    return failure("Deploy.Architecture", "The layer is not built for " +
                                              arguments.one("architecture") +
                                              ". Add it to the target's architectures.");
  }
  return layers;
}

std::expected<void, Error> run_publish(const Arguments& arguments, const OwnFunction& own) {
  const auto document = chosen_function(arguments, own);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto layers = desired_layers(*document, arguments);
  if (!layers) {
    return std::unexpected(layers.error());
  }
  const Publication publication = arguments.has("plan")    ? Publication::kPlanned
                                  : arguments.has("force") ? Publication::kAlways
                                                           : Publication::kWhereChanged;
  const AwsCommand aws(aws_settings(arguments));
  for (const DesiredLayer& layer : *layers) {
    const auto arn = publish_layer(aws, layer, publication, std::cerr);
    if (!arn) {
      return std::unexpected(arn.error());
    }
    if (!arn->empty()) {
      std::cout << *arn << std::endl;
    }
  }
  if (arguments.has("plan")) {
    std::cerr << "Nothing was done: without --plan it will be.\n";
  }
  return {};
}

}  // namespace

Verb publish_verb(const OwnFunction& own) {
  Verb verb{.name = "publish",
            .purpose =
                "Publishes the layer, unless its newest version is the same, and prints the "
                "version's ARN. Of several architectures each is a layer: NAME-x86_64, "
                "NAME-arm64.",
            .operands = "",
            .options = {{"plan", "", "print what would be done, and do nothing"},
                        {"layer-name", "NAME", "the layer's name; default: the target's"},
                        {"architecture", "NAME", "publish this one alone: x86_64 or arm64"},
                        {"runtime", "NAME", "a compatible runtime; default: provided.al2023", false,
                         true},
                        {"license", "TEXT", "its license, such as MIT"},
                        {"force", "", "publish even if the newest version is the same"},
                        function_option()},
            .run = [own](const Arguments& arguments) { return run_publish(arguments, own); }};
  for (OptionRule& rule : aws_options()) {
    verb.options.push_back(std::move(rule));
  }
  return verb;
}

}  // namespace lambda::deploy
