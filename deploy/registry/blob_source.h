// Where the bytes of a blob come from: a file, memory, or another registry, from any offset on.
// Source: OCI Distribution Specification 1.1, "Pulling blobs"; RFC 9110 section 14 (ranges).
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/errors/error.h"
#include "deploy/registry/session.h"
#include "deploy/registry/transport/body.h"
#include "images/tools/oci/descriptor.h"

namespace lambda::registry {

class BlobSource {
 public:
  virtual ~BlobSource() = default;
  /// A body of `count` bytes from `offset` on. It reports the bytes it has sent to `sent`, which
  /// must outlive it, as must the source.
  virtual Tried<std::unique_ptr<Body>> body(std::uint64_t offset, std::uint64_t count,
                                            const Sent& sent) = 0;
};

/// Borrows the bytes.
class BytesSource final : public BlobSource {
 public:
  explicit BytesSource(std::string_view bytes) : bytes_(bytes) {}
  Tried<std::unique_ptr<Body>> body(std::uint64_t offset, std::uint64_t count,
                                    const Sent& sent) override;

 private:
  std::string_view bytes_;
};

/// A file that must not change while it is sent.
class FileSource final : public BlobSource {
 public:
  /// Error: File.Unreadable; Registry.FileChanged when the file does not have `size` bytes.
  static std::expected<std::unique_ptr<FileSource>, Error> open(const std::filesystem::path& path,
                                                                std::uint64_t size);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  Tried<std::unique_ptr<Body>> body(std::uint64_t offset, std::uint64_t count,
                                    const Sent& sent) override;

 private:
  explicit FileSource(int file) : file_(file) {}
  int file_;
};

/// A blob of a repository in another registry, read while it is sent, never kept.
class RegistrySource final : public BlobSource {
 public:
  /// `session` must outlive the object.
  RegistrySource(Session& session, std::string repository, images::Descriptor blob);
  Tried<std::unique_ptr<Body>> body(std::uint64_t offset, std::uint64_t count,
                                    const Sent& sent) override;

 private:
  Session& session_;
  std::string repository_;
  images::Descriptor blob_;
};

}  // namespace lambda::registry
