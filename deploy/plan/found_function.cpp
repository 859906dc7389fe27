// Members that AWS leaves out are read as empty.
#include "deploy/plan/found_function.h"

#include "core/errors/error.h"
#include "core/json/json_object.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

std::string text(const Object& object, const std::string& name) {
  return string_member(object, name).value_or("");
}

Object::Ptr member(const Object& object, const std::string& name) {
  const Object::Ptr found = object.getObject(name);
  return found.isNull() ? Object::Ptr(new Object) : found;
}

std::map<std::string, std::string> texts(const Object& object) {
  std::map<std::string, std::string> found;
  for (const std::string& name : object.getNames()) {
    found[name] = text(object, name);
  }
  return found;
}

std::string first_text(const Object& object, const std::string& name) {
  const Array::Ptr list = object.getArray(name);
  if (list.isNull() || list->size() == 0) {
    return "";
  }
  const Poco::Dynamic::Var first = list->get(0);
  return first.type() == typeid(std::string) ? first.extract<std::string>() : "";
}

std::vector<std::string> layer_arns(const Object& configuration) {
  std::vector<std::string> arns;
  const Array::Ptr layers = configuration.getArray("Layers");
  for (unsigned i = 0; !layers.isNull() && i < layers->size(); ++i) {
    const Object::Ptr layer = layers->getObject(i);
    if (!layer.isNull()) {
      arns.push_back(text(*layer, "Arn"));
    }
  }
  return arns;
}

std::string handler_of(const Object& configuration) {
  if (configuration.has("Handler")) {
    return text(configuration, "Handler");
  }
  const Object::Ptr answer = member(configuration, "ImageConfigResponse");
  return first_text(*member(*answer, "ImageConfig"), "Command");
}

}  // namespace

std::expected<FoundFunction, Error> read_function(const Object& answer) {
  const Object::Ptr inner = answer.getObject("Configuration");
  const Object& configuration = inner.isNull() ? answer : *inner;
  const Object::Ptr environment = member(configuration, "Environment");
  const Object::Ptr code = member(answer, "Code");
  FoundFunction found{
      .arn = text(configuration, "FunctionArn"),
      .package_type = string_member(configuration, "PackageType").value_or("Zip"),
      .architecture = first_text(configuration, "Architectures"),
      .code_sha256 = text(configuration, "CodeSha256"),
      .image_uri = text(*code, "ImageUri"),
      .role_arn = text(configuration, "Role"),
      .runtime = text(configuration, "Runtime"),
      .handler = handler_of(configuration),
      .log_format = text(*member(configuration, "LoggingConfig"), "LogFormat"),
      .image_config = member(configuration, "ImageConfigResponse")->getObject("ImageConfig"),
      .logging = configuration.getObject("LoggingConfig"),
      .memory_mb = size_member(configuration, "MemorySize").value_or(0),
      .timeout_seconds = size_member(configuration, "Timeout").value_or(0),
      .environment = texts(*member(*environment, "Variables")),
      .is_environment_hidden = environment->has("Error"),
      .tags = texts(*member(answer, "Tags")),
      .layers = layer_arns(configuration),
      .state = text(configuration, "State"),
      .update_status = text(configuration, "LastUpdateStatus"),
      .reason = text(configuration, "LastUpdateStatusReason"),
      .revision = text(configuration, "RevisionId"),
  };
  if (found.reason.empty()) {
    found.reason = text(configuration, "StateReason");
  }
  if (found.architecture.empty()) {
    found.architecture = "x86_64";  // Of before there was a choice.
  }
  if (found.arn.empty()) {
    return failure("Aws.Unexpected",
                   "AWS described a function without its ARN. Is --endpoint-url Lambda's?");
  }
  return found;
}

FoundAlias read_alias(const Object& answer) {
  FoundAlias alias{.version = text(answer, "FunctionVersion"),
                   .revision = text(answer, "RevisionId"),
                   .weights = {}};
  const Object::Ptr weights = member(*member(answer, "RoutingConfig"), "AdditionalVersionWeights");
  for (const std::string& version : weights->getNames()) {
    const Poco::Dynamic::Var weight = weights->get(version);
    if (weight.isNumeric()) {
      alias.weights[version] = weight.convert<double>();
    }
  }
  return alias;
}

std::expected<std::set<std::string>, Error> read_statements(std::string_view policy) {
  const auto object = parse_json_object(policy, "the function's policy");
  if (!object) {
    return std::unexpected(object.error());
  }
  std::set<std::string> ids;
  const Array::Ptr statements = (*object)->getArray("Statement");
  for (unsigned i = 0; !statements.isNull() && i < statements->size(); ++i) {
    const Object::Ptr statement = statements->getObject(i);
    if (!statement.isNull()) {
      ids.insert(text(*statement, "Sid"));
    }
  }
  return ids;
}

std::map<std::string, std::string> read_tag_list(const Object& parent) {
  std::map<std::string, std::string> tags;
  const Array::Ptr list = parent.getArray("Tags");
  for (unsigned i = 0; !list.isNull() && i < list->size(); ++i) {
    const Object::Ptr tag = list->getObject(i);
    if (!tag.isNull()) {
      tags[text(*tag, "Key")] = text(*tag, "Value");
    }
  }
  return tags;
}

bool is_settled(const FoundFunction& function) {
  return function.state != "Pending" && function.update_status != "InProgress";
}

}  // namespace lambda::deploy
