// The authority that the tests of this folder trust, and the one consumer that trusts it.
#pragma once

#include <map>
#include <string>

#include "tests/base/consumer.h"
#include "tests/peers/certificate.h"

namespace lambda::base_test {

/// Made at its first use, and kept to the end. Ends the test's process when openssl fails.
class Authority {
 public:
  static const Authority& get();

  /// Of the servers that the tests start.
  const peers::Certificate& server() const { return server_; }

  /// The authority itself, which signs tokens too.
  const peers::Certificate& own() const { return own_; }

  /// The environment that has crane trust it.
  std::map<std::string, std::string> trust() const;

  const Consumer& consumer() const { return consumer_; }

 private:
  Authority(peers::Certificate own, peers::Certificate server, Consumer consumer);

  peers::Certificate own_;
  peers::Certificate server_;
  Consumer consumer_;
};

}  // namespace lambda::base_test
