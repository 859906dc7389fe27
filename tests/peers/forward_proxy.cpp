// Writes the proxy's settings file and starts it in the foreground.
#include "tests/peers/forward_proxy.h"

#include "tests/peers/runfile.h"

namespace lambda::peers {

std::expected<std::unique_ptr<Server>, Error> start_forward_proxy(
    const ForwardProxyOptions& options) {
  const uint16_t port = free_port();
  std::string text = "Port " + std::to_string(port) +
                     "\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\nLogLevel Info\n";
  if (options.login) {
    text += "BasicAuth " + options.login->user + " " + options.login->password + "\n";
  }
  for (const uint16_t allowed : options.connect_ports) {
    text += "ConnectPort " + std::to_string(allowed) + "\n";
  }
  const std::filesystem::path settings = new_folder("forward_proxy") / "tinyproxy.conf";
  write_file(settings, text);
  return Server::start({{"tinyproxy", "-d", "-c", settings}, {}, {}, {}}, port);
}

}  // namespace lambda::peers
