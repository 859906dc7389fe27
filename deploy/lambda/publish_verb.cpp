// Publishes layers, unless they are published. Source: publish_verb.h.
#include "deploy/lambda/publish_verb.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include "Poco/JSON/Array.h"
#include "deploy/aws/aws_command.h"
#include "deploy/function/load_function.h"
#include "deploy/plan/deploy_plan.h"
#include "deploy/plan/runtimes.h"
#include "images/tools/files/failure.h"
#include "images/tools/oci/json_text.h"

namespace lambda::deploy {
namespace {

using images::Arguments;
using images::failure;
using images::string_member;
using Poco::JSON::Array;
using Poco::JSON::Object;

Array::Ptr list_of(const std::vector<std::string>& words) {
  Array::Ptr list = new Array;
  for (const std::string& word : words) list->add(word);
  return list;
}

std::vector<std::string> texts(const Object& object, const std::string& name) {
  std::vector<std::string> found;
  const Array::Ptr list = object.getArray(name);
  for (unsigned i = 0; !list.isNull() && i < list->size(); ++i) {
    const Poco::Dynamic::Var text = list->get(i);
    if (text.type() == typeid(std::string)) found.push_back(text.extract<std::string>());
  }
  std::ranges::sort(found);
  return found;
}

// Absent when the layer has no version.
std::expected<std::optional<FoundLayer>, Error> newest_version(const AwsCommand& aws,
                                                               const std::string& name) {
  Object list;
  list.set("LayerName", name);
  const auto listed = aws.call("lambda", "list-layer-versions", list, {"--max-items", "1"});
  if (!listed && listed.error().type == "Aws.ResourceNotFoundException") return std::nullopt;
  if (!listed) return std::unexpected(listed.error());
  const Array::Ptr versions = (*listed)->getArray("LayerVersions");
  const Object::Ptr newest =
      versions.isNull() || versions->size() == 0 ? Object::Ptr() : versions->getObject(0);
  if (newest.isNull()) return std::nullopt;
  FoundLayer found{.version_arn = string_member(*newest, "LayerVersionArn").value_or(""),
                   .runtimes = texts(*newest, "CompatibleRuntimes"),
                   .architectures = texts(*newest, "CompatibleArchitectures")};
  list.set("VersionNumber", newest->get("Version"));
  const auto version = aws.call("lambda", "get-layer-version", list);
  if (!version) return std::unexpected(version.error());
  if (const Object::Ptr content = (*version)->getObject("Content"); !content.isNull()) {
    found.sha256 = string_member(*content, "CodeSha256").value_or("");
  }
  return found;
}

std::expected<std::string, Error> publish_layer(const AwsCommand& aws, const DesiredLayer& desired,
                                                const Arguments& arguments) {
  const auto found = newest_version(aws, desired.name);
  if (!found) return std::unexpected(found.error());
  if (*found && !arguments.has("force") && is_published(desired, **found)) {
    std::cerr << desired.name << " is published already, with the same content\n";
    return (*found)->version_arn;
  }
  const std::string what = "publish " + desired.name + " (" + desired.architecture + "): zip " +
                           desired.measured.digest + ", " +
                           std::to_string(desired.measured.bytes) + " bytes";
  if (arguments.has("plan")) {
    std::cerr << "would " << what << "\n";
    return "";
  }
  std::cerr << what << std::endl;
  const auto answer = aws.call("lambda", "publish-layer-version", *layer_input(desired),
                               {"--zip-file", "fileb://" + desired.zip.string()});
  if (!answer) return std::unexpected(answer.error());
  return string_member(**answer, "LayerVersionArn").value_or("");
}

std::expected<DesiredLayer, Error> desired_layer(const FunctionDocument& document,
                                                 const FunctionArchitecture& built,
                                                 const Arguments& arguments) {
  if (built.layer.empty()) {
    return failure("Deploy.NotBuilt", document.label + " has no layer for " + built.architecture +
                                          ". Run the target NAME.publish of a lambda_function.");
  }
  auto measured = measure_zip(built.layer);
  if (!measured) return std::unexpected(measured.error());
  if (measured->bytes > kZipBytesMax) {
    return failure("Deploy.Refused", "The layer's zip has " + std::to_string(measured->bytes) +
                                         " bytes; Lambda takes 50 MB straight. Make it smaller, or "
                                         "deploy the function as an image.");
  }
  DesiredLayer desired{.name = arguments.has("layer-name") ? arguments.one("layer-name")
                                                           : document.name,
                       .description = document.label,
                       .architecture = built.architecture,
                       .runtimes = arguments.all("runtime"),
                       .license = arguments.one("license"),
                       .zip = built.layer,
                       .measured = *measured};
  // A version has one content, so each architecture is a layer of its own.
  if (document.architectures.size() > 1) {
    desired.name += built.architecture == "arm64" ? "-arm64" : "-x86_64";
  }
  if (desired.runtimes.empty()) desired.runtimes = {kNewestRuntime};
  std::ranges::sort(desired.runtimes);
  return desired;
}

std::expected<std::vector<DesiredLayer>, Error> desired_layers(const FunctionDocument& document,
                                                               const Arguments& arguments) {
  std::vector<DesiredLayer> layers;
  for (const FunctionArchitecture& built : document.architectures) {
    if (arguments.has("architecture") && arguments.one("architecture") != built.architecture) {
      continue;
    }
    auto layer = desired_layer(document, built, arguments);
    if (!layer) return std::unexpected(layer.error());
    layers.push_back(*std::move(layer));
  }
  if (layers.empty()) {
    return failure("Deploy.Architecture", "The layer is not built for " +
                                              arguments.one("architecture") +
                                              ". Add it to the target's architectures.");
  }
  return layers;
}

std::expected<void, Error> run_publish(const std::string& program, const Arguments& arguments) {
  const auto document = load_function(program, arguments);
  if (!document) return std::unexpected(document.error());
  const auto layers = desired_layers(*document, arguments);
  if (!layers) return std::unexpected(layers.error());
  const AwsCommand aws(aws_settings(arguments));
  for (const DesiredLayer& layer : *layers) {
    const auto arn = publish_layer(aws, layer, arguments);
    if (!arn) return std::unexpected(arn.error());
    if (!arn->empty()) std::cout << *arn << std::endl;
  }
  if (arguments.has("plan")) std::cerr << "Nothing was done: without --plan it will be.\n";
  return {};
}

}  // namespace

bool is_published(const DesiredLayer& desired, const FoundLayer& found) {
  return found.sha256 == desired.measured.sha256 && found.runtimes == desired.runtimes &&
         found.architectures == std::vector<std::string>{desired.architecture};
}

Object::Ptr layer_input(const DesiredLayer& desired) {
  Object::Ptr input = new Object;
  input->set("LayerName", desired.name);
  input->set("Description", desired.description);
  input->set("CompatibleRuntimes", list_of(desired.runtimes));
  input->set("CompatibleArchitectures", list_of({desired.architecture}));
  if (!desired.license.empty()) input->set("LicenseInfo", desired.license);
  return input;
}

images::Verb publish_verb(const std::string& program) {
  images::Verb verb{
      .name = "publish",
      .purpose = "Publishes the layer, unless its newest version is the same, and prints the "
                 "version's ARN. Of several architectures each is a layer: NAME-x86_64, "
                 "NAME-arm64.",
      .operands = "",
      .options = {{"plan", "", "print what would be done, and do nothing"},
                  {"layer-name", "NAME", "the layer's name; by itself the target's"},
                  {"architecture", "NAME", "publish this one alone: x86_64 or arm64"},
                  {"runtime", "NAME", "a runtime that it is for; by itself provided.al2023", false,
                   true},
                  {"license", "TEXT", "its license, such as MIT"},
                  {"force", "", "publish even if the newest version is the same"},
                  function_option()},
      .run = [program](const Arguments& arguments) { return run_publish(program, arguments); }};
  for (images::OptionRule& rule : aws_options()) verb.options.push_back(std::move(rule));
  return verb;
}

}  // namespace lambda::deploy
