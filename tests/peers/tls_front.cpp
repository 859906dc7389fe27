// A process of socat's for each connection, which ends with it.
#include "tests/peers/tls_front.h"

#include <string>

namespace lambda::peers {

std::expected<std::unique_ptr<Server>, Error> start_tls_front(uint16_t port, uint16_t behind,
                                                              const Certificate& certificate) {
  const std::string listen =
      "OPENSSL-LISTEN:" + std::to_string(port) +
      ",bind=127.0.0.1,reuseaddr,fork,verify=0,cert=" + certificate.certificate.string() +
      ",key=" + certificate.key.string();
  return Server::start({{"socat", listen, "TCP:127.0.0.1:" + std::to_string(behind)}, {}, {}, {}},
                       port);
}

}  // namespace lambda::peers
