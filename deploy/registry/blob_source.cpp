// A registry that does not know ranges sends all of a blob: what was sent already is read over.
#include "deploy/registry/blob_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "core/errors/error.h"
#include "deploy/registry/registry_error.h"

namespace lambda::registry {
namespace {

constexpr std::size_t kStreamBytes = 64 * 1024;

/// The answer to a GET, passed on as it comes.
class StreamBody final : public Body {
 public:
  StreamBody(Session& session, Opened opened, std::uint64_t skipped, std::uint64_t count,
             const Sent& sent)
      : session_(session),
        opened_(std::move(opened)),
        skipped_(skipped),
        count_(count),
        sent_(sent) {}

  std::uint64_t size() const override { return count_; }
  bool is_repeatable() const override { return false; }

  std::expected<void, AttemptError> send(Wire& wire) override {
    std::vector<char> part(kStreamBytes);
    for (std::uint64_t left = skipped_ + count_; left > 0;) {
      const auto room = std::min<std::uint64_t>(part.size(), left);
      const auto count = opened_.connection->read({part.data(), static_cast<std::size_t>(room)});
      if (!count) {
        return std::unexpected(count.error());
      }
      if (*count == 0) {
        return connection_lost(opened_.connection->origin(), "the blob ended too early");
      }
      left -= *count;
      const std::uint64_t over = std::min<std::uint64_t>(skipped_, *count);
      skipped_ -= over;
      const std::string_view fresh(part.data() + over, *count - static_cast<std::size_t>(over));
      if (auto sent = wire.send(fresh); !sent) {
        return sent;
      }
      if (sent_ && !fresh.empty()) {
        if (auto going_on = sent_(fresh.size()); !going_on) {
          return going_on;
        }
      }
    }
    session_.keep(std::move(opened_.connection));
    return {};
  }

 private:
  Session& session_;
  Opened opened_;
  std::uint64_t skipped_;
  std::uint64_t count_;
  const Sent& sent_;
};

/// Tells of its bytes in one, since memory is only used for small blobs.
class CountedBytes final : public Body {
 public:
  CountedBytes(std::string_view bytes, const Sent& sent) : bytes_(bytes), sent_(sent) {}
  std::uint64_t size() const override { return bytes_.size(); }
  bool is_repeatable() const override { return true; }
  std::expected<void, AttemptError> send(Wire& wire) override {
    auto result = wire.send(bytes_);
    return result && sent_ ? sent_(bytes_.size()) : result;
  }

 private:
  std::string_view bytes_;
  const Sent& sent_;
};

}  // namespace

Tried<std::unique_ptr<Body>> BytesSource::body(std::uint64_t offset, std::uint64_t count,
                                               const Sent& sent) {
  return std::make_unique<CountedBytes>(
      bytes_.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(count)), sent);
}

std::expected<std::unique_ptr<FileSource>, Error> FileSource::open(
    const std::filesystem::path& path, std::uint64_t size) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status = {};
  if (file < 0 || ::fstat(file, &status) != 0) {
    const std::string reason = std::strerror(errno);
    if (file >= 0) {
      ::close(file);
    }
    return failure("File.Unreadable", path.string() + ": " + reason);
  }
  std::unique_ptr<FileSource> source(new FileSource(file));
  if (static_cast<std::uint64_t>(status.st_size) != size) {
    return failure("Registry.FileChanged", path.string() + " has " +
                                               std::to_string(status.st_size) +
                                               " bytes, but the manifest says " +
                                               std::to_string(size) + ". Build again, then push");
  }
  return source;
}

FileSource::~FileSource() { ::close(file_); }

Tried<std::unique_ptr<Body>> FileSource::body(std::uint64_t offset, std::uint64_t count,
                                              const Sent& sent) {
  return std::make_unique<FileBody>(file_, offset, count, sent);
}

RegistrySource::RegistrySource(Session& session, std::string repository, images::Descriptor blob)
    : session_(session), repository_(std::move(repository)), blob_(std::move(blob)) {}

Tried<std::unique_ptr<Body>> RegistrySource::body(std::uint64_t offset, std::uint64_t count,
                                                  const Sent& sent) {
  const Url url{session_.registry(), "/v2/" + repository_ + "/blobs/" + blob_.digest};
  Request request{.method = "GET"};
  const bool is_part = offset > 0 || count < blob_.size;
  if (is_part) {
    request.headers.emplace_back(
        "Range", "bytes=" + std::to_string(offset) + "-" + std::to_string(offset + count - 1));
  }
  auto opened = session_.open(url, request);
  if (!opened) {
    return std::unexpected(std::move(opened.error()));
  }
  const int status = opened->answer.status;
  if (status != 200 && !(is_part && status == 206)) {
    Fault fault = fault_of("GET", url, opened->answer);
    if (status == 404) {
      fault.error.message +=
          ". The base's layer is not in its registry any more: name a newer base";
    }
    return std::unexpected(std::move(fault));
  }
  return std::make_unique<StreamBody>(session_, std::move(*opened), status == 206 ? 0 : offset,
                                      count, sent);
}

}  // namespace lambda::registry
