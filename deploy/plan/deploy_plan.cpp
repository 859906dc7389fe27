// Compares what is wanted with what is there, step by step. Source: deploy_plan.h.
#include "deploy/plan/deploy_plan.h"

#include <utility>

#include "Poco/JSON/Array.h"
#include "deploy/plan/role_plan.h"
#include "deploy/plan/runtimes.h"
#include "deploy/plan/url_plan.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

Array::Ptr list_of(const std::vector<std::string>& words) {
  Array::Ptr list = new Array;
  for (const std::string& word : words) list->add(word);
  return list;
}

Object::Ptr wrapped(const std::string& name, const Poco::Dynamic::Var& value) {
  Object::Ptr object = new Object;
  object->set(name, value);
  return object;
}

Object::Ptr object_of(const std::map<std::string, std::string>& texts) {
  Object::Ptr object = new Object;
  for (const auto& [name, value] : texts) object->set(name, value);
  return object;
}

std::string code_line(const DesiredFunction& desired) {
  const DesiredCode& code = desired.code;
  if (desired.is_image) return "image " + code.image_uri;
  return "zip " + code.zip_digest + ", " + std::to_string(code.zip_bytes) + " bytes";
}

// Content-addressed: the same zip is the same object, and none is ever overwritten by another.
std::string bucket_key(const DesiredFunction& desired) {
  return "lambda-deploy/" + desired.name + "/" +
         desired.code.zip_digest.substr(desired.code.zip_digest.find(':') + 1) + ".zip";
}

Step upload_step(const DesiredFunction& desired) {
  Object::Ptr input = new Object;
  input->set("Bucket", desired.code.bucket);
  input->set("Key", bucket_key(desired));
  return {.service = "s3api",
          .operation = "put-object",
          .input = input,
          .words = {"--body", desired.code.zip.string()},
          .lines = {"put the zip into the bucket " + desired.code.bucket + ": " +
                    bucket_key(desired)}};
}

// The members of an input that name its code; a zip that goes straight is a word.
void put_code(Step& step, Object& code, const DesiredFunction& desired) {
  if (desired.is_image) {
    code.set("ImageUri", desired.code.image_uri);
  } else if (!desired.code.bucket.empty()) {
    code.set("S3Bucket", desired.code.bucket);
    code.set("S3Key", bucket_key(desired));
  } else {
    step.words = {"--zip-file", "fileb://" + desired.code.zip.string()};
  }
}

// One setting: into the input and among the lines.
void put(Step& step, const std::string& member, const Poco::Dynamic::Var& value,
         const std::string& line) {
  step.input->set(member, value);
  step.lines.push_back(line);
}

void put_role(Step& step, const DesiredFunction& desired, const Found& found) {
  if (desired.role.starts_with("arn:")) {
    step.input->set("Role", desired.role);
  } else if (found.role) {
    step.input->set("Role", found.role->arn);
  } else {
    step.need = StepNeed::kRole;
  }
  step.is_role_ours = desired.is_role_created;
  step.lines.push_back("role: " + desired.role);
}

// What a new function and one that changes have in common. A setting is put when it is said and
// differs from `before`.
void put_settings(Step& step, const DesiredFunction& desired, const FoundFunction& before) {
  if (!desired.handler.empty() && desired.handler != before.handler) {
    if (desired.is_image) {
      const Object::Ptr image = wrapped("Command", list_of({desired.handler}));
      put(step, "ImageConfig", image, "handler: " + desired.handler);
    } else {
      put(step, "Handler", desired.handler, "handler: " + desired.handler);
    }
  }
  if (!desired.runtime.empty() && desired.runtime != before.runtime) {
    put(step, "Runtime", desired.runtime, "runtime: " + desired.runtime);
  }
  if (desired.memory_mb != 0 && desired.memory_mb != before.memory_mb) {
    const std::string line = "memory: " + std::to_string(desired.memory_mb) + " MB";
    put(step, "MemorySize", desired.memory_mb, line);
  }
  if (desired.timeout_seconds != 0 && desired.timeout_seconds != before.timeout_seconds) {
    const std::string line = "timeout: " + std::to_string(desired.timeout_seconds) + " s";
    put(step, "Timeout", desired.timeout_seconds, line);
  }
  if (!desired.log_format.empty() && desired.log_format != before.log_format) {
    const Object::Ptr format = wrapped("LogFormat", desired.log_format);
    put(step, "LoggingConfig", format, "log format: " + desired.log_format);
  }
  if (desired.layers && *desired.layers != before.layers) {
    put(step, "Layers", list_of(*desired.layers),
        "layers: " + std::to_string(desired.layers->size()));
    for (const std::string& layer : *desired.layers) step.lines.push_back("  " + layer);
  }
  const EnvironmentChange change = merge_environment(before.environment, desired.environment);
  if (change.is_changed) {
    step.input->set("Environment", wrapped("Variables", object_of(change.variables)));
    step.lines.push_back("environment:");
    for (const std::string& line : change.lines) step.lines.push_back("  " + line);
  }
}

Step create_step(const DesiredFunction& wanted, const Found& found) {
  DesiredFunction desired = wanted;
  if (!desired.is_image && desired.runtime.empty()) desired.runtime = kNewestRuntime;
  if (!desired.is_image && desired.handler.empty()) desired.handler = desired.name;
  Step step{.service = "lambda",
            .operation = "create-function",
            .input = new Object,
            .lines = {"create the function " + desired.name + " (" + desired.architecture + ")",
                      code_line(desired)},
            .is_function_changed = true};
  Object::Ptr code = new Object;
  put_code(step, *code, desired);
  step.input->set("FunctionName", desired.name);
  step.input->set("PackageType", desired.is_image ? "Image" : "Zip");
  step.input->set("Architectures", list_of({desired.architecture}));
  if (code->size() > 0) step.input->set("Code", code);
  put_role(step, desired, found);
  put_settings(step, desired, FoundFunction{});
  if (!desired.tags.empty()) {
    put(step, "Tags", object_of(desired.tags), "tags: " + std::to_string(desired.tags.size()));
  }
  return step;
}

bool is_role_changed(const DesiredFunction& desired, const Found& found) {
  if (desired.role.empty() || desired.is_role_default) return false;
  if (desired.role.starts_with("arn:")) return desired.role != found.function->role_arn;
  return !found.role || found.role->arn != found.function->role_arn;
}

// The revision makes Lambda refuse it when somebody else has changed the function since it was
// read: nobody's variables are lost.
std::vector<Step> configuration_step(const DesiredFunction& desired, const Found& found) {
  Step step{.service = "lambda",
            .operation = "update-function-configuration",
            .input = new Object,
            .lines = {"change the settings of " + desired.name},
            .is_function_changed = true};
  if (is_role_changed(desired, found)) put_role(step, desired, found);
  put_settings(step, desired, *found.function);
  if (step.lines.size() == 1) return {};
  step.input->set("FunctionName", desired.name);
  if (!found.function->revision.empty()) step.input->set("RevisionId", found.function->revision);
  return {step};
}

bool is_code_changed(const DesiredFunction& desired, const FoundFunction& found) {
  if (found.architecture != desired.architecture || found.update_status == "Failed") return true;
  return desired.is_image ? found.image_uri != desired.code.image_uri
                          : found.code_sha256 != desired.code.zip_sha256;
}

Step code_step(const DesiredFunction& desired) {
  Step step{.service = "lambda",
            .operation = "update-function-code",
            .input = new Object,
            .lines = {"change the code of " + desired.name + " (" + desired.architecture + ")",
                      code_line(desired)},
            .is_function_changed = true};
  put_code(step, *step.input, desired);
  step.input->set("FunctionName", desired.name);
  step.input->set("Architectures", list_of({desired.architecture}));
  return step;
}

std::vector<Step> tag_step(const DesiredFunction& desired, const FoundFunction& found) {
  std::map<std::string, std::string> missing;
  for (const auto& [name, value] : desired.tags) {
    const auto before = found.tags.find(name);
    if (before == found.tags.end() || before->second != value) missing[name] = value;
  }
  if (missing.empty()) return {};
  Step step{.service = "lambda",
            .operation = "tag-resource",
            .input = new Object,
            .lines = {"tag it:"}};
  for (const auto& [name, value] : missing) step.lines.push_back("  " + name + "=" + value);
  step.input->set("Resource", found.arn);
  step.input->set("Tags", object_of(missing));
  return {step};
}

std::vector<Step> version_steps(const DesiredFunction& desired, const Found& found) {
  if (!desired.is_published && desired.alias.empty()) return {};
  Step publish{.service = "lambda",
               .operation = "publish-version",
               .input = wrapped("FunctionName", desired.name),
               .lines = {"publish a version, unless the newest one has the same code and settings"},
               .is_function_changed = true};
  if (desired.alias.empty()) return {publish};
  Step alias{.service = "lambda",
             .operation = found.alias_version ? "update-alias" : "create-alias",
             .input = wrapped("FunctionName", desired.name),
             .lines = {"point the alias " + desired.alias + " at it"},
             .need = StepNeed::kVersion,
             .unless_version = found.alias_version.value_or("")};
  alias.input->set("Name", desired.alias);
  return {publish, alias};
}

}  // namespace

std::vector<Step> plan_deployment(const DesiredFunction& desired, const Found& found) {
  std::vector<Step> steps = plan_role(desired, found);
  const auto add = [&](std::vector<Step> more) {
    for (Step& step : more) steps.push_back(std::move(step));
  };
  const bool is_new = !found.function;
  const bool sends_code = is_new || is_code_changed(desired, *found.function);
  if (sends_code && !desired.code.bucket.empty()) add({upload_step(desired)});
  if (is_new) {
    add({create_step(desired, found)});
  } else {
    add(configuration_step(desired, found));
    if (sends_code) add({code_step(desired)});
    add(tag_step(desired, *found.function));
  }
  add(version_steps(desired, found));
  add(plan_url(desired, found));
  return steps;
}

}  // namespace lambda::deploy
