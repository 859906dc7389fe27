// The files are those of //handlers/cpp; BUILD names them in variables.
#include "tests/deploy/function_files.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include "tests/peers/oci_layout.h"
#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

namespace fs = std::filesystem;
using Poco::JSON::Array;
using Poco::JSON::Object;

void set_path(Object& object, const std::string& name, const fs::path& path) {
  if (!path.empty()) {
    object.set(name, fs::canonical(path).string());
  }
}

Object described(const ArchitectureFiles& files) {
  Object object;
  object.set("architecture", files.architecture);
  set_path(object, "manifest", files.manifest);
  set_path(object, "config", files.config);
  set_path(object, "digest", files.digest);
  set_path(object, "zip", files.zip);
  set_path(object, "layer", files.layer);
  if (files.manifest.empty()) {
    return object;
  }
  Array layers;
  for (const auto& layer : files.layers) {
    layers.add(layer ? Poco::Dynamic::Var(fs::canonical(*layer).string()) : Poco::Dynamic::Var());
  }
  object.set("layers", layers);
  Object base;
  base.set("reference", files.base_reference).set("digest", files.base_digest);
  object.set("base", Poco::Dynamic::Var());
  if (!files.base_reference.empty()) {
    object.set("base", base);
  }
  return object;
}

// `variables` begin with it: HELLO_IMAGE, HELLO_ZIP, HELLO_LAYER, HELLO_DIGEST.
FunctionFiles built(const std::string& variables, const std::vector<std::string>& architectures) {
  const auto images = peers::read_layout(peers::runfile(variables + "_IMAGE"));
  if (!images) {
    std::cerr << images.error().message << std::endl;
    std::abort();
  }
  FunctionFiles function;
  for (const peers::LayoutImage& image : *images) {
    if (std::ranges::find(architectures, image.name) == architectures.end()) {
      continue;
    }
    const auto of = [&](const std::string& kind, const std::string& ending) {
      return peers::runfile_ending(variables + kind, "." + image.name + ending);
    };
    ArchitectureFiles files{.architecture = image.name,
                            .manifest = image.manifest,
                            .config = image.configuration,
                            .digest = of("_DIGEST", ".digest"),
                            .layers = {},
                            .base_reference = "",
                            .base_digest = "",
                            .zip = of("_ZIP", ".zip"),
                            .layer = of("_LAYER", ".layer.zip")};
    for (const fs::path& layer : image.layers) {
      files.layers.push_back(layer);
    }
    function.architectures.push_back(std::move(files));
  }
  return function;
}

}  // namespace

std::string ArchitectureFiles::digest_text() const {
  const std::string text = peers::read_file(digest);
  return text.substr(0, text.find('\n'));
}

fs::path write_document(const FunctionFiles& function, const std::string& verb) {
  Object environment;
  for (const auto& [name, value] : function.environment) {
    environment.set(name, value);
  }
  Array architectures;
  for (const ArchitectureFiles& files : function.architectures) {
    architectures.add(described(files));
  }
  Object document;
  document.set("verb", verb).set("label", "//tests/deploy:" + function.name);
  document.set("name", function.name).set("environment", environment);
  document.set("memory_mb", function.memory_mb).set("timeout_seconds", function.timeout_seconds);
  document.set("architectures", architectures);
  std::ostringstream text;
  document.stringify(text);
  const fs::path path = peers::new_folder("function") / "function.json";
  peers::write_file(path, text.str());
  return path;
}

FunctionFiles hello(const std::vector<std::string>& architectures) {
  return built("HELLO", architectures);
}

FunctionFiles changed_hello(const std::vector<std::string>& architectures) {
  return built("CHANGED", architectures);
}

}  // namespace lambda::deploy_test
