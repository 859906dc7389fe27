// umoci writes the settings of the bundle from the image; this file makes them Lambda's.
#include "tests/peers/container.h"

#include <fstream>
#include <sstream>

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "tests/peers/private_machine.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

Object mount(const std::string& destination, const std::string& type, const std::string& source,
             const std::vector<std::string>& settings) {
  Array options;
  for (const std::string& setting : settings) {
    options.add(setting);
  }
  Object result;
  result.set("destination", destination).set("type", type).set("source", source);
  result.set("options", options);
  return result;
}

// Everything but /sys and its cgroups, which belong to the machine outside.
Array mounts(const Array& unpacked, const ContainerOptions& options) {
  Array result;
  for (unsigned i = 0; i < unpacked.size(); ++i) {
    const std::string destination = unpacked.getObject(i)->getValue<std::string>("destination");
    if (!destination.starts_with("/sys")) {
      result.add(unpacked.get(i));
    }
  }
  result.add(mount("/tmp", "tmpfs", "tmpfs", {"nosuid", "nodev", "mode=1777", "size=64m"}));
  for (const auto& [inside, outside] : options.mounts) {
    result.add(mount(inside, "bind", std::filesystem::canonical(outside), {"rbind", "ro"}));
  }
  return result;
}

Array arguments(const Array& configured, const ContainerOptions& options) {
  Array result = options.entrypoint.empty() ? configured : Array();
  for (const std::string& argument : options.entrypoint) {
    result.add(argument);
  }
  for (const std::string& argument : options.arguments) {
    result.add(argument);
  }
  return result;
}

// umoci puts the image's entrypoint, environment and folder there; the rest is Lambda's.
void adapt(const std::filesystem::path& path, const std::string& id,
           const ContainerOptions& options) {
  Poco::JSON::Parser parser;
  Object::Ptr spec = parser.parse(read_file(path)).extract<Object::Ptr>();
  Object::Ptr process = spec->getObject("process");
  process->set("terminal", false);
  process->remove("rlimits");
  process->set("args", arguments(*process->getArray("args"), options));
  Array::Ptr environment = process->getArray("env");
  for (const auto& [name, value] : options.environment) {
    environment->add(name + "=" + value);
  }
  spec->getObject("root")->set("readonly", true);
  spec->set("mounts", mounts(*spec->getArray("mounts"), options));
  Object::Ptr system = spec->getObject("linux");
  system->remove("resources");
  system->set("cgroupsPath", "/" + machine_folder().filename().string() + "/" + id);
  Array namespaces;
  for (const std::string type : {"pid", "ipc", "uts", "mount"}) {
    Object entry;
    entry.set("type", type);
    namespaces.add(entry);
  }
  system->set("namespaces", namespaces);
  std::ofstream file(path);
  spec->stringify(file);
}

}  // namespace

std::expected<Command, Error> container_command(const ContainerOptions& options) {
  const std::filesystem::path folder = new_folder("container");
  const std::string image = options.layout.string() + ":" + options.name;
  const Outcome unpacked = run({{"umoci", "unpack", "--image", image, folder / "bundle"}});
  if (unpacked.status != 0) {
    std::ostringstream text;
    text << "umoci unpack --image " << image << ": " << unpacked;
    return std::unexpected(Error{"Peers.Umoci", text.str()});
  }
  try {
    adapt(folder / "bundle" / "config.json", folder.filename(), options);
  } catch (const Poco::Exception& exception) {
    return std::unexpected(Error{"Peers.BadLayout", image + ": " + exception.displayText()});
  }
  return Command{
      {"runc", "--root", folder / "state", "run", "--bundle", folder / "bundle", folder.filename()},
      {},
      {},
      {}};
}

}  // namespace lambda::peers
