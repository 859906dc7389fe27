// One question finds the newest version, a second its content.
#include "deploy/lambda/publish_layer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <Poco/JSON/Array.h>

#include "core/errors/error.h"
#include "core/json/json_object.h"
#include "core/lambda/quotas.h"
#include "deploy/plan/runtimes.h"

namespace lambda::deploy {
namespace {

using lambda::failure;
using Poco::JSON::Array;
using Poco::JSON::Object;

std::vector<std::string> texts(const Object& object, const std::string& name) {
  std::vector<std::string> found;
  const Array::Ptr list = object.getArray(name);
  for (unsigned i = 0; !list.isNull() && i < list->size(); ++i) {
    const Poco::Dynamic::Var text = list->get(i);
    if (text.type() == typeid(std::string)) {
      found.push_back(text.extract<std::string>());
    }
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
  if (!listed && listed.error().type == "Aws.ResourceNotFoundException") {
    return std::nullopt;
  }
  if (!listed) {
    return std::unexpected(listed.error());
  }
  const Array::Ptr versions = (*listed)->getArray("LayerVersions");
  const Object::Ptr newest =
      versions.isNull() || versions->size() == 0 ? Object::Ptr() : versions->getObject(0);
  if (newest.isNull()) {
    return std::nullopt;
  }
  FoundLayer found{.version_arn = string_member(*newest, "LayerVersionArn").value_or(""),
                   .runtimes = texts(*newest, "CompatibleRuntimes"),
                   .architectures = texts(*newest, "CompatibleArchitectures")};
  list.set("VersionNumber", newest->get("Version"));
  const auto version = aws.call("lambda", "get-layer-version", list);
  if (!version) {
    return std::unexpected(version.error());
  }
  if (const Object::Ptr content = (*version)->getObject("Content"); !content.isNull()) {
    found.sha256 = string_member(*content, "CodeSha256").value_or("");
  }
  return found;
}

// A version has one content, so each architecture is a layer of its own.
std::string layer_name(const images::FunctionDocument& document,
                       const images::FunctionArchitecture& built) {
  if (!built.layer_name.empty()) {
    return built.layer_name;
  }
  return document.architectures.size() == 1 ? document.name
                                            : document.name + "-" + built.architecture;
}

}  // namespace

std::expected<DesiredLayer, Error> built_layer(const images::FunctionDocument& document,
                                               const images::FunctionArchitecture& built) {
  if (built.layer.empty()) {
    return failure("Deploy.NotBuilt", document.label + " has no layer for " + built.architecture +
                                          ". Run the target NAME.publish of a lambda_function.");
  }
  auto measured = measure_zip(built.layer);
  if (!measured) {
    return std::unexpected(measured.error());
  }
  DesiredLayer layer{.name = layer_name(document, built),
                     .description = document.label,
                     .architecture = built.architecture,
                     .runtimes = {kNewestRuntime},
                     .license = "",
                     .zip = built.layer,
                     .measured = *std::move(measured)};
  if (auto checked = check_layer(layer); !checked) {
    return std::unexpected(checked.error());
  }
  return layer;
}

std::expected<std::string, Error> publish_layer(const AwsCommand& aws, const DesiredLayer& desired,
                                                Publication publication, std::ostream& log) {
  const auto found = newest_version(aws, desired.name);
  if (!found) {
    return std::unexpected(found.error());
  }
  if (*found && publication != Publication::kAlways && is_published(desired, **found)) {
    log << desired.name << " is published already, with the same content\n";
    return (*found)->version_arn;
  }
  const std::string what = "publish " + desired.name + " (" + desired.architecture + "): zip " +
                           desired.measured.digest + ", " + std::to_string(desired.measured.bytes) +
                           " bytes";
  if (publication == Publication::kPlanned) {
    log << "would " << what << "\n";
    return "";
  }
  log << what << std::endl;
  const auto answer = aws.call("lambda", "publish-layer-version", *layer_input(desired),
                               {"--zip-file", "fileb://" + desired.zip.string()});
  if (!answer) {
    return std::unexpected(answer.error());
  }
  const std::string arn = string_member(**answer, "LayerVersionArn").value_or("");
  const Object::Ptr content = (*answer)->getObject("Content");
  const std::string sha256 =
      content.isNull() ? "" : string_member(*content, "CodeSha256").value_or("");
  if (sha256.empty() || sha256 == desired.measured.sha256) {
    return arn;
  }
  return failure("Deploy.OtherCode", arn + " has other content than was built: its SHA-256 is " +
                                         sha256 + ", that of the zip " + desired.measured.sha256 +
                                         ". Was the zip built anew meanwhile? Type the same "
                                         "again.");
}

}  // namespace lambda::deploy
