// Each attempt resumes where the last one broke, if the registry can tell; otherwise it starts
// over.
#include "deploy/registry/blob_upload.h"

#include <algorithm>
#include <utility>

#include "deploy/registry/byte_range.h"
#include "deploy/registry/registry_error.h"

namespace lambda::registry {
namespace {

constexpr std::uint64_t kSmallerChunkBytes = 8u << 20;  // What proxies take that refuse more.
constexpr std::string_view kBytesType = "application/octet-stream";

std::unexpected<Fault> fault(Outlook outlook, std::string type, std::string message) {
  return std::unexpected(Fault{{outlook, std::move(type), std::move(message)}, {}});
}

bool is_success(int status) { return status >= 200 && status < 300; }

}  // namespace

BlobUpload::BlobUpload(Repository& repository, const images::Descriptor& blob, BlobSource& source,
                       const UploadRules& rules, const Sent& sent)
    : repository_(repository), blob_(blob), source_(source), rules_(rules), sent_(sent) {}

std::expected<BlobArrival, Error> BlobUpload::run(const std::vector<std::string>& mount_from) {
  const SessionSettings& settings = repository_.session().settings();
  Retry retry(settings.retry, settings.pause);
  while (true) {
    auto arrival = attempt(mount_from);
    if (arrival) {
      return *arrival;
    }
    if (auto error = retry.give_up(std::move(arrival.error()))) {
      return std::unexpected(std::move(*error));
    }
    // The answer that was lost may have been that all is well.
    const auto is_there = repository_.has_blob(blob_);
    if (!is_there) {
      return std::unexpected(is_there.error());
    }
    if (*is_there) {
      return BlobArrival::kSent;
    }
    find_offset();
  }
}

Tried<BlobArrival> BlobUpload::attempt(const std::vector<std::string>& mount_from) {
  if (!location_) {
    const auto is_mounted = start(mount_from);
    if (!is_mounted) {
      return std::unexpected(is_mounted.error());
    }
    if (*is_mounted) {
      return BlobArrival::kMounted;
    }
  }
  const bool is_whole =
      rules_.chunk_bytes == 0 && (!rules_.can_resume || blob_.size <= rules_.whole_bytes_max);
  while (offset_ < blob_.size && !(is_whole && offset_ == 0)) {
    const std::uint64_t left = blob_.size - offset_;
    const std::uint64_t count = rules_.chunk_bytes == 0 ? left : std::min(left, rules_.chunk_bytes);
    if (auto sent = send_chunk(count); !sent) {
      return std::unexpected(std::move(sent.error()));
    }
  }
  if (auto closed = close(blob_.size - offset_); !closed) {
    return std::unexpected(std::move(closed.error()));
  }
  return BlobArrival::kSent;
}

/// Whether one of the repositories had the blob. If not, there is a location now.
Tried<bool> BlobUpload::start(const std::vector<std::string>& mount_from) {
  for (const std::string& from : mount_from) {
    const auto is_mounted = start_one(from);
    if (is_mounted && *is_mounted) {
      return true;
    }
    // A registry may refuse to look there: the blob is then sent, as if nothing was asked.
    if (!is_mounted && is_mounted.error().error.outlook == Outlook::kPassing) {
      return is_mounted;
    }
  }
  return location_ ? Tried<bool>(false) : start_one("");
}

Tried<bool> BlobUpload::start_one(const std::string& mount_from) {
  Url url = repository_.url("blobs/uploads/");
  if (!mount_from.empty()) {
    url = with_parameter(with_parameter(url, "mount", blob_.digest), "from", mount_from);
  }
  const auto answer = repository_.session().once(url, {.method = "POST"});
  if (!answer) {
    return std::unexpected(answer.error());
  }
  if (answer->status == 201 && !mount_from.empty()) {
    const auto same = repository_.check_digest(*answer, "the mounted blob", blob_.digest);
    if (!same) {
      return std::unexpected(Fault{same.error(), {}});
    }
    return true;
  }
  if (answer->status != 202) {
    return std::unexpected(refusal("POST", *answer));
  }
  begin_anew();
  if (auto followed = follow(*answer, url); !followed) {
    return std::unexpected(std::move(followed.error()));
  }
  if (location_) {
    return false;
  }
  return fault(Outlook::kLasting, "Registry.MalformedAnswer",
               authority(url.origin) + " starts an upload but does not say where (no Location)");
}

Tried<Answer> BlobUpload::send(const std::string& method, const Url& url, std::uint64_t count) {
  std::unique_ptr<Body> body;
  if (count > 0) {
    auto made = source_.body(offset_, count, sent_);
    if (!made) {
      return std::unexpected(std::move(made.error()));
    }
    body = std::move(*made);
  }
  Request request{.method = method, .headers = {{"Content-Type", std::string(kBytesType)}}};
  request.body = body.get();
  if (method == "PATCH" && (offset_ > 0 || count < blob_.size)) {
    request.headers.emplace_back("Content-Range", content_range(offset_, count));
  }
  return repository_.session().once(url, request);
}

Tried<void> BlobUpload::send_chunk(std::uint64_t count) {
  const Url url = *location_;
  const auto answer = send("PATCH", url, count);
  if (!answer) {
    return std::unexpected(answer.error());
  }
  if (!is_success(answer->status)) {
    return std::unexpected(refusal("PATCH", *answer));
  }
  const std::string_view range = answer->header("Range");
  const std::uint64_t end = offset_ + count;
  if (auto followed = follow(*answer, url); !followed) {
    return followed;
  }
  // "0-0" for a chunk of one byte looks like nothing at all: see parse_received.
  if (!range.empty() && end > 1 && parse_received(range) != end) {
    rules_.can_resume = false;  // What it says cannot be relied on.
    return fault(Outlook::kPassing, "Registry.ChunkLost",
                 authority(url.origin) + " was sent bytes up to " + std::to_string(end) + " of " +
                     blob_.digest + ", but says it has " + std::string(range.substr(0, 50)));
  }
  offset_ = end;
  return {};
}

/// Ends the upload with the last `count` bytes, or none, and names the digest.
Tried<void> BlobUpload::close(std::uint64_t count) {
  const Url url = with_parameter(*location_, "digest", blob_.digest);
  const auto answer = send("PUT", url, count);
  if (!answer) {
    return std::unexpected(answer.error());
  }
  if (!is_success(answer->status)) {
    return std::unexpected(refusal("PUT", *answer));
  }
  const auto same = repository_.check_digest(*answer, "blob " + blob_.digest, blob_.digest);
  if (!same) {
    return std::unexpected(Fault{same.error(), {}});
  }
  return {};
}

/// The next request goes where the answer says, if it does. To another host no login is sent.
Tried<void> BlobUpload::follow(const Answer& answer, const Url& url) {
  const std::string_view location = answer.header("Location");
  if (location.empty()) {
    return {};
  }
  auto next = resolve(url, location);
  if (!next) {
    return std::unexpected(Fault{next.error(), {}});
  }
  if (url.origin.is_tls && !next->origin.is_tls) {
    return fault(Outlook::kLasting, "Registry.BadRedirect",
                 authority(url.origin) + " wants the upload at " + authority(next->origin) +
                     " without TLS, which is refused");
  }
  location_ = std::move(*next);
  return {};
}

Fault BlobUpload::refusal(std::string_view method, const Answer& answer) {
  Fault found = fault_of(method, location_.value_or(repository_.url("blobs/uploads/")), answer);
  if (has_code(answer.body, "DIGEST_INVALID")) {
    found.error.message += ". The bytes of " + blob_.digest +
                           " are not what their digest says: build again, then push";
    // After a broken connection the registry may have put the pieces together wrongly.
    if (was_resumed_) {
      found.error.outlook = Outlook::kPassing;
    }
    rules_.can_resume = false;
    return found;
  }
  if (method == "POST") {
    return found;
  }
  const bool is_lost = answer.status == 404 || answer.status == 416 ||
                       has_code(answer.body, "BLOB_UPLOAD_INVALID") ||
                       has_code(answer.body, "BLOB_UPLOAD_UNKNOWN");
  if (is_lost) {
    found.error.outlook = Outlook::kPassing;
  }
  if (answer.status == 413 && rules_.chunk_bytes == 0 && rules_.can_resume) {
    rules_.chunk_bytes = kSmallerChunkBytes;
    found.error.outlook = Outlook::kPassing;
    begin_anew();
  }
  return found;
}

/// Asks how far the upload has come; if that cannot be known, forgets it.
void BlobUpload::find_offset() {
  if (!location_) {
    return;
  }
  if (!rules_.can_resume || blob_.size <= 1) {
    return begin_anew();
  }
  const Url url = *location_;
  const auto answer = repository_.session().once(url, {.method = "GET"});
  const auto received =
      answer && answer->status == 204 ? parse_received(answer->header("Range")) : std::nullopt;
  if (!received || *received > blob_.size || !follow(*answer, url)) {
    return begin_anew();
  }
  offset_ = *received;
  was_resumed_ = was_resumed_ || offset_ > 0;
}

void BlobUpload::begin_anew() {
  location_.reset();
  offset_ = 0;
  was_resumed_ = false;
}

}  // namespace lambda::registry
