// A static program has no paths of its own: it looks where distributions put their bundle.
#include "deploy/registry/transport/trust.h"

#include <array>
#include <cstdlib>
#include <string>

#include "core/errors/error.h"

namespace lambda::registry {
namespace {

constexpr std::array<const char*, 5> kBundles = {
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Arch.
    "/etc/pki/tls/certs/ca-bundle.crt",                   // Amazon Linux, Fedora.
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Red Hat.
    "/etc/ssl/ca-bundle.pem",                             // SUSE.
    "/etc/ssl/cert.pem",                                  // Alpine.
};

bool is_file(const std::filesystem::path& path) {
  std::error_code problem;
  return std::filesystem::is_regular_file(path, problem);
}

}  // namespace

std::expected<std::filesystem::path, Error> find_certificates(
    const std::filesystem::path& asked_for) {
  std::filesystem::path named = asked_for;
  std::string who = "--ca-file";
  if (const char* file = std::getenv("SSL_CERT_FILE"); named.empty() && file != nullptr) {
    named = file;
    who = "SSL_CERT_FILE";
  }
  if (!named.empty()) {
    if (is_file(named)) {
      return named;
    }
    return failure("Registry.BadCertificates",
                   who + " names " + named.string() + ", which is not a file");
  }
  for (const char* bundle : kBundles) {
    if (is_file(bundle)) {
      return bundle;
    }
  }
  return failure("Registry.BadCertificates",
                 "this machine has no certificates to trust, so no registry can be proven: "
                 "install ca-certificates, or name a PEM file by --ca-file or "
                 "SSL_CERT_FILE");
}

}  // namespace lambda::registry
