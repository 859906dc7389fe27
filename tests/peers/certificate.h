// A certificate authority of a test's own, and certificates it signs, made by the openssl program.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda::peers {

/// A key and its certificate, both PEM files.
struct Certificate {
  std::filesystem::path key;
  std::filesystem::path certificate;
};

/// A self-signed authority named `name`, in `folder`. Error: Peers.Openssl.
std::expected<Certificate, Error> make_authority(const std::filesystem::path& folder,
                                                 const std::string& name);

/// A certificate for `localhost`, 127.0.0.1 and the host names `names`, signed by `authority`.
/// Error: Peers.Openssl.
std::expected<Certificate, Error> make_server_certificate(
    const std::filesystem::path& folder, const Certificate& authority,
    const std::vector<std::string>& names = {});

/// A Java key store with `authority` as its only trusted one, its password "changeit".
/// Error: Peers.Keytool.
std::expected<std::filesystem::path, Error> make_java_trust_store(
    const std::filesystem::path& folder, const Certificate& authority);

}  // namespace lambda::peers
