// One authority, one key store, one Bazel for all tests of this folder.
#include "tests/base/authority.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "tests/peers/runfile.h"

namespace lambda::base_test {
namespace {

template <typename T>
T value_or_end(std::expected<T, Error> result) {
  if (result) {
    return *std::move(result);
  }
  std::cerr << result.error().message << std::endl;
  std::abort();
}

}  // namespace

Authority::Authority(peers::Certificate own, peers::Certificate server, Consumer consumer)
    : own_(std::move(own)), server_(std::move(server)), consumer_(std::move(consumer)) {}

const Authority& Authority::get() {
  static const Authority authority = [] {
    const std::filesystem::path folder = peers::new_folder("authority");
    const peers::Certificate own = value_or_end(peers::make_authority(folder, "a test's own"));
    return Authority(own, value_or_end(peers::make_server_certificate(folder, own)),
                     Consumer(value_or_end(peers::make_java_trust_store(folder, own))));
  }();
  return authority;
}

std::map<std::string, std::string> Authority::trust() const {
  return {{"SSL_CERT_FILE", own_.certificate}};
}

}  // namespace lambda::base_test
