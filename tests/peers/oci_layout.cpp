// Poco's exceptions end here: what a test gets is a layout or the reason why it is none.
#include "tests/peers/oci_layout.h"

#include <Poco/DigestEngine.h>
#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/SHA2Engine.h>

#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

using Poco::JSON::Object;

Object::Ptr parse(const std::filesystem::path& path) {
  Poco::JSON::Parser parser;
  return parser.parse(read_file(path)).extract<Object::Ptr>();
}

// Throws Poco::DataException when the blob is not what its descriptor says.
std::filesystem::path checked_blob(const std::filesystem::path& folder, const Object& descriptor) {
  const std::string digest = descriptor.getValue<std::string>("digest");
  const std::filesystem::path path = folder / "blobs" / "sha256" / digest.substr(7);
  const std::string bytes = read_file(path);
  if (bytes.size() != descriptor.getValue<size_t>("size")) {
    throw Poco::DataException(path.string(), "its size is not its descriptor's");
  }
  if (sha256_digest(bytes) != digest) {
    throw Poco::DataException(path.string(), "its digest is not its name");
  }
  return path;
}

LayoutImage read_image(const std::filesystem::path& folder, const Object& descriptor) {
  LayoutImage image;
  image.digest = descriptor.getValue<std::string>("digest");
  if (descriptor.has("annotations")) {
    image.name = descriptor.getObject("annotations")
                     ->optValue<std::string>("org.opencontainers.image.ref.name", "");
  }
  image.manifest = checked_blob(folder, descriptor);
  const Object::Ptr manifest = parse(image.manifest);
  image.configuration = checked_blob(folder, *manifest->getObject("config"));
  const Poco::JSON::Array::Ptr layers = manifest->getArray("layers");
  for (unsigned i = 0; i < layers->size(); ++i) {
    image.layers.push_back(checked_blob(folder, *layers->getObject(i)));
  }
  return image;
}

}  // namespace

std::string sha256_digest(const std::string& bytes) {
  Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
  engine.update(bytes);
  return "sha256:" + Poco::DigestEngine::digestToHex(engine.digest());
}

std::expected<std::vector<LayoutImage>, Error> read_layout(const std::filesystem::path& folder) {
  try {
    std::vector<LayoutImage> images;
    const Poco::JSON::Array::Ptr manifests = parse(folder / "index.json")->getArray("manifests");
    for (unsigned i = 0; i < manifests->size(); ++i) {
      images.push_back(read_image(folder, *manifests->getObject(i)));
    }
    return images;
  } catch (const Poco::Exception& exception) {
    return std::unexpected(
        Error{"Peers.BadLayout", folder.string() + ": " + exception.displayText()});
  }
}

}  // namespace lambda::peers
