// Which certificates a program trusts: the file that was asked for, or the system's.
// Source: OpenSSL, "SSL_CTX_load_verify_locations" (SSL_CERT_FILE); Go's crypto/x509, which lists
// where Linux distributions keep their bundle.
#pragma once

#include <expected>
#include <filesystem>

#include "core/errors/error.h"

namespace lambda::registry {

/// `asked_for`, or else SSL_CERT_FILE, or else the first bundle that exists.
/// Error: Registry.BadCertificates when there is none, or the one that was asked for cannot be
/// read.
std::expected<std::filesystem::path, Error> find_certificates(
    const std::filesystem::path& asked_for);

}  // namespace lambda::registry
