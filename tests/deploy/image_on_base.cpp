// The base's layers come first in the manifest, and what they hold first in the config.
// Source: OCI Image Format Specification 1.1, "Image manifest", "Image configuration".
#include "tests/deploy/image_on_base.h"

#include <sstream>

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "tests/peers/http.h"
#include "tests/peers/oci_layout.h"
#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

Object::Ptr parsed(const std::string& text) {
  return Poco::JSON::Parser().parse(text).extract<Object::Ptr>();
}

std::string text_of(const Object& object) {
  std::ostringstream text;
  object.stringify(text);
  return text.str();
}

std::expected<Object::Ptr, Error> fetched(uint16_t port, const std::string& path) {
  const auto answer = peers::exchange(
      port, {"GET", path, {{"accept", "application/vnd.oci.image.manifest.v1+json"}}, ""});
  if (!answer) {
    return std::unexpected(answer.error());
  }
  if (answer->status == 200) {
    return parsed(answer->body);
  }
  return std::unexpected(Error{"Peers.Base", path + ": " + answer->body});
}

Array joined(const Array& first, const Array& second) {
  Array all = first;
  for (const auto& entry : second) {
    all.add(entry);
  }
  return all;
}

// Writes both documents anew, and the layers' places.
void put_on(ArchitectureFiles& files, const Object& base, const Object& base_config) {
  const std::filesystem::path folder = peers::new_folder("on_base");
  Object::Ptr config = parsed(peers::read_file(files.config));
  Object::Ptr root = config->getObject("rootfs");
  root->set("diff_ids", joined(*base_config.getObject("rootfs")->getArray("diff_ids"),
                               *root->getArray("diff_ids")));
  config->remove("history");
  files.config = folder / "config.json";
  peers::write_file(files.config, text_of(*config));
  Object::Ptr manifest = parsed(peers::read_file(files.manifest));
  const Array& own = *manifest->getArray("layers");
  manifest->set("layers", joined(*base.getArray("layers"), own));
  const std::string config_text = peers::read_file(files.config);
  manifest->getObject("config")->set("digest", peers::sha256_digest(config_text));
  manifest->getObject("config")->set("size", config_text.size());
  files.manifest = folder / "manifest.json";
  peers::write_file(files.manifest, text_of(*manifest));
  files.digest = folder / "digest";
  peers::write_file(files.digest, peers::sha256_digest(text_of(*manifest)) + "\n");
  files.layers.insert(files.layers.begin(), base.getArray("layers")->size(), std::nullopt);
}

}  // namespace

std::expected<FunctionFiles, Error> on_base(FunctionFiles function, uint16_t port,
                                            const std::string& host,
                                            const peers::PushedBase& base) {
  const std::string root = "/v2/" + base.repository + "/";
  for (ArchitectureFiles& files : function.architectures) {
    const std::string& digest =
        base.platforms.at(files.architecture == "x86_64" ? "amd64" : "arm64");
    const auto manifest = fetched(port, root + "manifests/" + digest);
    if (!manifest) {
      return std::unexpected(manifest.error());
    }
    const std::string config = (*manifest)->getObject("config")->getValue<std::string>("digest");
    const auto base_config = fetched(port, root + "blobs/" + config);
    if (!base_config) {
      return std::unexpected(base_config.error());
    }
    put_on(files, **manifest, **base_config);
    files.base_reference = host + "/" + base.repository + ":2023";
    files.base_digest = digest;
  }
  return function;
}

}  // namespace lambda::deploy_test
