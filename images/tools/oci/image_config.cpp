// The base's "config" is kept, except for the members that Lambda needs.
#include "images/tools/oci/image_config.h"

#include <Poco/Exception.h>

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "core/json/json_object.h"

namespace lambda::images {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

constexpr const char* kEpoch = "1970-01-01T00:00:00Z";

std::unexpected<Error> malformed(const std::string& why) {
  return failure("Config.Malformed", "base config: " + why);
}

Object::Ptr object_member(const Object::Ptr& parent, const std::string& name) {
  Object::Ptr found = parent->getObject(name);
  return found.isNull() ? Object::Ptr(new Object) : found;
}

Array::Ptr array_member(const Object::Ptr& parent, const std::string& name) {
  Array::Ptr found = parent->getArray(name);
  return found.isNull() ? Array::Ptr(new Array) : found;
}

std::expected<void, Error> check_platform(const Object& base, const ConfigChange& change) {
  const std::string architecture = string_member(base, "architecture").value_or("none");
  const std::string system = string_member(base, "os").value_or("none");
  if (architecture == change.architecture && system == "linux") {
    return {};
  }
  return failure("Config.WrongPlatform", "base config: it is for " + system + "/" + architecture +
                                             ", the function for linux/" + change.architecture +
                                             ". Name a base of that architecture in `base`.");
}

// The base's diff_ids, checked, with ours behind them.
std::expected<Array::Ptr, Error> join_diff_ids(const Object::Ptr& config, std::size_t base_layers,
                                               const ConfigChange& change) {
  Array::Ptr ids = new Array;
  const Array::Ptr found = array_member(object_member(config, "rootfs"), "diff_ids");
  if (found->size() != base_layers) {
    return malformed("it has " + std::to_string(found->size()) + " diff_ids, its manifest " +
                     std::to_string(base_layers) + " layers. They belong to different images.");
  }
  for (unsigned i = 0; i < found->size(); ++i) {
    const Poco::Dynamic::Var id = found->get(i);
    if (id.type() != typeid(std::string) || !is_sha256_digest(id.extract<std::string>())) {
      return malformed("diff_id " + std::to_string(i) + " is not a sha256 digest.");
    }
    ids->add(id);
  }
  for (const AddedLayer& layer : change.layers) {
    ids->add(layer.diff_id);
  }
  return ids;
}

bool tells_of_layer(const Object& line) {
  const Poco::Dynamic::Var is_empty = line.get("empty_layer");
  return is_empty.isEmpty() || is_empty.type() != typeid(bool) || !is_empty.extract<bool>();
}

// The base's history with ours behind it. Many bases have a partial history: layers without a line
// get one, and lines without a layer are dropped, as BuildKit does. Our history has a line for
// every layer, which docker and others rely on.
std::expected<Array::Ptr, Error> join_history(const Object::Ptr& config, std::size_t base_layers,
                                              const ConfigChange& change) {
  Array::Ptr history = new Array;
  const Array::Ptr found = array_member(config, "history");
  std::size_t told = 0;
  for (unsigned i = 0; i < found->size(); ++i) {
    Object::Ptr line = found->getObject(i);
    if (line.isNull()) {
      return malformed("history line " + std::to_string(i) + " is not an object.");
    }
    if (tells_of_layer(*line) && told == base_layers) {
      line->set("empty_layer", true);
    }
    told += tells_of_layer(*line);
    history->add(line);
  }
  const auto add = [&history](const std::string& created_by) {
    Object::Ptr line = new Object;
    line->set("created", kEpoch);
    line->set("created_by", created_by);
    history->add(line);
  };
  for (std::size_t i = told; i < base_layers; ++i) {
    add("base layer");
  }
  for (const AddedLayer& layer : change.layers) {
    add(layer.created_by);
  }
  return history;
}

// Docker keeps the environment as a list of "NAME=value"; a replaced value keeps its place.
Array::Ptr join_environment(const Object::Ptr& run, const ConfigChange& change) {
  Array::Ptr joined = new Array;
  std::map<std::string, std::string> added = change.environment_defaults;
  for (const auto& [name, value] : change.environment) {
    added[name] = value;
  }
  const Array::Ptr found = array_member(run, "Env");
  for (unsigned i = 0; i < found->size(); ++i) {
    const Poco::Dynamic::Var item = found->get(i);
    if (item.type() != typeid(std::string)) {
      continue;
    }
    const std::string text = item.extract<std::string>();
    const std::string name = text.substr(0, text.find('='));
    const auto replaced = change.environment.find(name);
    joined->add(replaced == change.environment.end() ? text : name + "=" + replaced->second);
    added.erase(name);
  }
  for (const auto& [name, value] : added) {
    joined->add(name + "=" + value);
  }
  return joined;
}

Array::Ptr list_of(const std::vector<std::string>& words) {
  Array::Ptr list = new Array;
  for (const std::string& word : words) {
    list->add(word);
  }
  return list;
}

Object::Ptr join_run(const Object::Ptr& config, const ConfigChange& change) {
  Object::Ptr run = object_member(config, "config");
  run->set("Env", join_environment(run, change));
  for (const char* gone : {"Cmd", "Image", "OnBuild", "Hostname", "ArgsEscaped"}) {
    run->remove(gone);
  }
  run->set("Entrypoint", list_of(change.entrypoint));
  if (!change.command.empty()) {
    run->set("Cmd", list_of(change.command));
  }
  run->set("WorkingDir", change.working_folder);
  if (!change.user.empty()) {
    run->set("User", change.user);
  }
  Object::Ptr labels = object_member(run, "Labels");
  for (const auto& [name, value] : change.labels) {
    labels->set(name, value);
  }
  run->set("Labels", labels);
  return run;
}

}  // namespace

std::expected<std::string, Error> derive_config(std::string_view base, std::size_t base_layers,
                                                const ConfigChange& change) try {
  Object::Ptr config = new Object;
  if (!base.empty()) {
    const auto parsed = parse_json_object(base, "base config");
    if (!parsed) {
      return std::unexpected(parsed.error());
    }
    config = *parsed;
    if (auto checked = check_platform(*config, change); !checked) {
      return std::unexpected(checked.error());
    }
  }
  const auto diff_ids = join_diff_ids(config, base_layers, change);
  if (!diff_ids) {
    return std::unexpected(diff_ids.error());
  }
  const auto history = join_history(config, base_layers, change);
  if (!history) {
    return std::unexpected(history.error());
  }
  Object::Ptr files = new Object;
  files->set("type", "layers");
  files->set("diff_ids", *diff_ids);
  config->set("config", join_run(config, change));
  config->set("rootfs", files);
  config->set("history", *history);
  config->set("created", kEpoch);
  config->set("architecture", change.architecture);
  config->set("os", "linux");
  for (const char* gone : {"container", "container_config", "docker_version", "author", "id"}) {
    config->remove(gone);
  }
  return json_text(*config);
} catch (const Poco::Exception& problem) {
  return malformed(problem.displayText());
}

}  // namespace lambda::images
