// SHA-256 digests as OCI writes them, "sha256:" and 64 lower-case hexadecimal digits.
// Source: OCI Image Specification 1.1, descriptor.md, "Digests".
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <streambuf>
#include <string>
#include <string_view>

#include "core/errors/error.h"

namespace lambda {

/// The digest of `bytes`.
std::string sha256_digest(std::string_view bytes);

/// Whether `digest` has the form above.
bool is_sha256_digest(std::string_view digest);

/// The 64 digits of a digest for which is_sha256_digest holds.
std::string_view digest_hex(std::string_view digest);

/// A digest and how many bytes it covers.
struct Measured {
  std::string digest;
  std::uint64_t size = 0;
};

/// Passes bytes on to `sink` and digests them on the way; a null `sink` discards them.
/// `sink` must outlive the object.
class MeasuringBuffer final : public std::streambuf {
 public:
  explicit MeasuringBuffer(std::streambuf* sink);
  ~MeasuringBuffer() override;

  /// The digest and size of what has passed. Call it once, at the end.
  Measured finish();

 protected:
  std::streamsize xsputn(const char* bytes, std::streamsize count) override;
  int_type overflow(int_type next) override;
  int sync() override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Digests the file `path` in pieces, whatever its size.
/// Error: File.Unreadable.
std::expected<Measured, Error> measure_file(const std::filesystem::path& path);

}  // namespace lambda
