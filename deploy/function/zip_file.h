// Size and digest of a zip, as Lambda tells them. Source: AWS Lambda API Reference,
// FunctionConfiguration and LayerVersionContentOutput, "CodeSha256".
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>

#include "core/errors/error.h"

namespace lambda::deploy {

struct ZipFile {
  std::string digest;  // sha256:..., to show to the user.
  std::string sha256;  // The same digest in base64, as Lambda writes it.
  std::uint64_t bytes = 0;
};

/// Error: File.Unreadable.
std::expected<ZipFile, Error> measure_zip(const std::filesystem::path& path);

/// The digest sha256:... in base64.
std::string base64_digest(const std::string& digest);

}  // namespace lambda::deploy
