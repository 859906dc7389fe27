// Compares the desired function with the found one, setting by setting.
#include "deploy/plan/deploy_plan.h"

#include <utility>

#include "core/lambda/quotas.h"
#include "deploy/plan/arn.h"
#include "deploy/plan/release_plan.h"
#include "deploy/plan/role_plan.h"
#include "deploy/plan/runtimes.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Object;

Object::Ptr object_of(const std::map<std::string, std::string>& texts) {
  Object::Ptr object = new Object;
  for (const auto& [name, value] : texts) {
    object->set(name, value);
  }
  return object;
}

std::string code_line(const DesiredFunction& desired) {
  const DesiredCode& code = desired.code;
  if (desired.is_image) {
    return "image " + code.image_uri;
  }
  return "zip " + code.zip_digest + ", " + std::to_string(code.zip_bytes) + " bytes";
}

// Content-addressed: the same zip is the same object, and no object is overwritten by another.
std::string bucket_key(const DesiredFunction& desired) {
  return "lambda-deploy/" + desired.name + "/" +
         desired.code.zip_digest.substr(desired.code.zip_digest.find(':') + 1) + ".zip";
}

// The account of the function; empty when it is only known once a role is made.
std::string account_of(const DesiredFunction& desired, const Found& found) {
  if (found.function) {
    return arn_part(found.function->arn, ArnPart::kAccount);
  }
  const std::string role = found.role ? found.role->arn : desired.role;
  return arn_part(role, ArnPart::kAccount);
}

// S3 refuses a bucket of another account than this one: where somebody else has taken the name, our
// code does not reach them, and theirs does not reach the function.
Step upload_step(const DesiredFunction& desired, const Found& found) {
  const DesiredCode& code = desired.code;
  Object::Ptr input = new Object;
  input->set("Bucket", code.bucket);
  input->set("Key", bucket_key(desired));
  const std::string owner =
      code.bucket_owner.empty() ? account_of(desired, found) : code.bucket_owner;
  if (!owner.empty()) {
    input->set("ExpectedBucketOwner", owner);
  }
  return {.service = "s3api",
          .operation = "put-object",
          .input = input,
          .words = {"--body", code.zip.string()},
          .lines = {"put the zip into the bucket " + code.bucket + ": " + bucket_key(desired)},
          .need = owner.empty() ? StepNeed::kOwner : StepNeed::kNothing,
          .denied_hint = "Or " + code.bucket +
                         " belongs to another account than the function: if that is meant, say "
                         "which with --s3-bucket-owner ACCOUNT."};
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
  if (!desired.is_image) {
    step.code_sha256 = desired.code.zip_sha256;
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

Object::Ptr copy_of(const Object::Ptr& object) {
  return object.isNull() ? Object::Ptr(new Object) : Object::Ptr(new Object(*object));
}

// AWS replaces an ImageConfig whole, so the entry point and the working directory go along.
void put_handler(Step& step, const DesiredFunction& desired, const FoundFunction& before) {
  if (desired.handler.empty() || desired.handler == before.handler) {
    return;
  }
  const std::string line = "handler: " + desired.handler;
  if (!desired.is_image) {
    return put(step, "Handler", desired.handler, line);
  }
  Object::Ptr image = copy_of(before.image_config);
  image->set("Command", list_of({desired.handler}));
  put(step, "ImageConfig", image, line);
}

// AWS replaces a LoggingConfig whole, so the log group and the levels go along; text has no levels.
void put_log_format(Step& step, const DesiredFunction& desired, const FoundFunction& before) {
  if (desired.log_format.empty() || desired.log_format == before.log_format) {
    return;
  }
  Object::Ptr logging = copy_of(before.logging);
  logging->set("LogFormat", desired.log_format);
  if (desired.log_format != "JSON") {
    logging->remove("ApplicationLogLevel");
    logging->remove("SystemLogLevel");
  }
  put(step, "LoggingConfig", logging, "log format: " + desired.log_format);
}

// For a new function and for one that changes. A setting is put when it is given and differs from
// `before`.
void put_settings(Step& step, const DesiredFunction& desired, const FoundFunction& before) {
  put_handler(step, desired, before);
  if (!desired.runtime.empty() && desired.runtime != before.runtime) {
    put(step, "Runtime", desired.runtime, "runtime: " + desired.runtime);
  }
  if (desired.memory_mb != 0 && desired.memory_mb != before.memory_mb) {
    std::string line = "memory: " + std::to_string(desired.memory_mb) + " MB";
    if (desired.memory_mb > quotas::kOrdinaryMemoryMbMax) {
      line += ", which Lambda gives on Managed Instances alone";
    }
    put(step, "MemorySize", desired.memory_mb, line);
  }
  if (desired.timeout_seconds != 0 && desired.timeout_seconds != before.timeout_seconds) {
    const std::string line = "timeout: " + std::to_string(desired.timeout_seconds) + " s";
    put(step, "Timeout", desired.timeout_seconds, line);
  }
  put_log_format(step, desired, before);
  if (desired.layers && *desired.layers != before.layers) {
    put(step, "Layers", list_of(*desired.layers),
        "layers: " + std::to_string(desired.layers->size()));
    for (const std::string& layer : *desired.layers) {
      step.lines.push_back("  " + layer);
    }
  }
  const EnvironmentChange change = merge_environment(before.environment, desired.environment);
  if (change.is_changed) {
    step.input->set("Environment", input_of("Variables", object_of(change.variables)));
    step.lines.push_back("environment:");
    for (const std::string& line : change.lines) {
      step.lines.push_back("  " + line);
    }
  }
}

// A new function of a zip must name its runtime and its handler.
void complete(DesiredFunction& desired) {
  if (desired.is_image) {
    return;
  }
  if (desired.runtime.empty()) {
    desired.runtime = kNewestRuntime;
  }
  if (desired.handler.empty()) {
    desired.handler = desired.name;
  }
}

Step create_step(const DesiredFunction& wanted, const Found& found) {
  DesiredFunction desired = wanted;
  complete(desired);
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
  if (code->size() > 0) {
    step.input->set("Code", code);
  }
  put_role(step, desired, found);
  put_settings(step, desired, FoundFunction{});
  if (!desired.tags.empty()) {
    put(step, "Tags", object_of(desired.tags), "tags: " + std::to_string(desired.tags.size()));
  }
  return step;
}

bool is_role_changed(const DesiredFunction& desired, const Found& found) {
  if (desired.role.empty() || desired.is_role_default) {
    return false;
  }
  if (desired.role.starts_with("arn:")) {
    return desired.role != found.function->role_arn;
  }
  return !found.role || found.role->arn != found.function->role_arn;
}

// With the revision, Lambda refuses it when somebody else has changed the function since it was
// read: no variable is lost.
std::vector<Step> configuration_step(const DesiredFunction& desired, const Found& found) {
  Step step{.service = "lambda",
            .operation = "update-function-configuration",
            .input = new Object,
            .lines = {"change the settings of " + desired.name},
            .is_function_changed = true,
            .is_pinned = true};
  if (is_role_changed(desired, found)) {
    put_role(step, desired, found);
  }
  put_settings(step, desired, *found.function);
  if (step.lines.size() == 1) {
    return {};
  }
  step.input->set("FunctionName", desired.name);
  if (!found.function->revision.empty()) {
    step.input->set("RevisionId", found.function->revision);
  }
  return {step};
}

bool is_code_changed(const DesiredFunction& desired, const FoundFunction& found) {
  if (found.architecture != desired.architecture || found.update_status == "Failed") {
    return true;
  }
  return desired.is_image ? found.image_uri != desired.code.image_uri
                          : found.code_sha256 != desired.code.zip_sha256;
}

// With the revision, Lambda refuses it when somebody else has changed the function since the step
// before: their code is not replaced.
Step code_step(const DesiredFunction& desired, const FoundFunction& found) {
  Step step{.service = "lambda",
            .operation = "update-function-code",
            .input = new Object,
            .lines = {"change the code of " + desired.name + " (" + desired.architecture + ")",
                      code_line(desired)},
            .is_function_changed = true,
            .is_pinned = true};
  put_code(step, *step.input, desired);
  step.input->set("FunctionName", desired.name);
  step.input->set("Architectures", list_of({desired.architecture}));
  if (!found.revision.empty()) {
    step.input->set("RevisionId", found.revision);
  }
  return step;
}

std::vector<Step> tag_step(const DesiredFunction& desired, const FoundFunction& found) {
  std::map<std::string, std::string> missing;
  for (const auto& [name, value] : desired.tags) {
    const auto before = found.tags.find(name);
    if (before == found.tags.end() || before->second != value) {
      missing[name] = value;
    }
  }
  if (missing.empty()) {
    return {};
  }
  Step step{
      .service = "lambda", .operation = "tag-resource", .input = new Object, .lines = {"tag it:"}};
  for (const auto& [name, value] : missing) {
    step.lines.push_back("  " + name + "=" + value);
  }
  step.input->set("Resource", found.arn);
  step.input->set("Tags", object_of(missing));
  return {step};
}

bool has_wanted_role(const DesiredFunction& desired, const Found& found,
                     const FoundFunction& function) {
  if (desired.role.empty() || desired.is_role_default) {
    return true;
  }
  if (desired.role.starts_with("arn:")) {
    return function.role_arn == desired.role;
  }
  if (found.role) {
    return function.role_arn == found.role->arn;
  }
  return function.role_arn.ends_with("/" + desired.role);  // It was made since.
}

}  // namespace

std::vector<Step> plan_deployment(const DesiredFunction& desired, const Found& found) {
  std::vector<Step> steps = plan_role(desired, found);
  const auto add = [&](std::vector<Step> more) {
    for (Step& step : more) {
      steps.push_back(std::move(step));
    }
  };
  const bool is_new = !found.function;
  const bool sends_code = is_new || is_code_changed(desired, *found.function);
  if (sends_code && !desired.code.bucket.empty()) {
    add({upload_step(desired, found)});
  }
  if (is_new) {
    add({create_step(desired, found)});
  } else {
    add(configuration_step(desired, found));
    if (sends_code) {
      add({code_step(desired, *found.function)});
    }
  }
  add(plan_version(desired, found));
  // Behind the version, since it may change the revision that this is pinned to.
  if (!is_new) {
    add(tag_step(desired, *found.function));
  }
  add(plan_url(desired, found));
  return steps;
}

bool is_as_wanted(const DesiredFunction& desired, const Found& found,
                  const FoundFunction& function) {
  Step settings{.input = new Object};
  DesiredFunction wanted = desired;
  if (!found.function) {
    complete(wanted);
  }
  put_settings(settings, wanted, function);
  return settings.lines.empty() && has_wanted_role(desired, found, function) &&
         !is_code_changed(desired, function);
}

}  // namespace lambda::deploy
