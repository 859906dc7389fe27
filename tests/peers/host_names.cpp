// A file of the machine's own is mounted over /etc/hosts: only processes inside see it.
#include "tests/peers/host_names.h"

#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "tests/peers/private_machine.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

constexpr char kHosts[] = "/etc/hosts";

}  // namespace

std::expected<void, Error> add_host_names(const std::vector<std::string>& names) {
  if (machine_folder().empty()) {
    return std::unexpected(Error{"Peers.NoHostNames",
                                 "only a private machine has names of its own: use "
                                 "//tests/peers:private_main and the tag no-sandbox"});
  }
  const std::filesystem::path own = machine_folder() / "hosts";
  std::string text = "127.0.0.1 localhost\n" + read_file(kHosts);
  for (const std::string& name : names) {
    text += "\n127.0.0.1 " + name + "\n";
  }
  write_file(own, text);
  if (mount(own.c_str(), kHosts, nullptr, MS_BIND, nullptr) != 0) {
    return std::unexpected(Error{"Peers.NoHostNames", "mounting " + own.string() + " over " +
                                                          kHosts + ": " + std::strerror(errno)});
  }
  return {};
}

}  // namespace lambda::peers
