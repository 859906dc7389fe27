// One object per push: the sessions, the plan, and the counts.
#include "deploy/push/push.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "deploy/aws/aws_command.h"
#include "deploy/plan/push_plan.h"
#include "deploy/push/parallel.h"
#include "deploy/push/push_session.h"
#include "deploy/push/registry_state.h"
#include "deploy/registry/blob_source.h"
#include "deploy/registry/blob_upload.h"
#include "deploy/registry/login/ecr_host.h"

namespace lambda::deploy {
namespace {

using registry::BlobArrival;
using registry::RepositoryName;

class Push {
 public:
  Push(const PushOptions& options, DesiredPush desired, RepositoryName name, const AwsCommand& aws)
      : options_(options),
        name_(std::move(name)),
        aws_(aws),
        desired_(std::move(desired)),
        session_(name_.origin, scopes(), settings()),
        repository_(session_, name_.name) {}

  /// Reads and plans; once.
  std::expected<PushPlan, Error> plan() {
    auto found = read_registry(repository_, desired_);
    if (!found) {
      return std::unexpected(std::move(found.error()));
    }
    return plan_push(std::move(desired_), *std::move(found));
  }

  std::expected<PushResult, Error> run(Progress& progress);

 private:
  registry::SessionSettings settings() {
    return session_settings(options_, name_.origin, aws_,
                            [this](registry::Milliseconds wait) { pause(wait); });
  }

  std::vector<std::string> scopes() const;
  std::vector<std::string> mount_from(const WantedBlob& missing) const;
  registry::Session& base_session(const RepositoryName& base);
  std::expected<std::unique_ptr<registry::BlobSource>, Error> source_of(const WantedBlob& missing);
  std::expected<void, Error> push_blob(const WantedBlob& missing, Progress& progress);
  std::expected<void, Error> push_blobs(const PushPlan& plan, Progress& progress);
  std::expected<void, Error> put_manifests(const PushPlan& plan);
  std::expected<void, Error> put_tags(const PushPlan& plan);
  void pause(registry::Milliseconds wait) const;

  const PushOptions& options_;
  RepositoryName name_;
  const AwsCommand& aws_;
  DesiredPush desired_;  // Until it is the plan's.
  std::atomic<bool> is_stopped_ = false;
  registry::Session session_;
  registry::Repository repository_;
  std::mutex mutex_;  // Of what follows.
  std::vector<std::unique_ptr<registry::Session>> base_sessions_;
  PushResult result_;
};

std::vector<std::string> Push::scopes() const {
  std::vector<std::string> all = {"repository:" + name_.name + ":pull,push"};
  const auto add = [&](const std::string& name) {
    std::string scope = "repository:" + name + ":pull";
    if (name != name_.name && std::ranges::find(all, scope) == all.end()) {
      all.push_back(scope);
    }
  };
  for (const std::string& name : options_.mount_from) {
    add(name);
  }
  for (const Image& image : desired_.images) {
    if (image.base && image.base->origin == name_.origin) {
      add(image.base->name);
    }
  }
  return all;
}

std::vector<std::string> Push::mount_from(const WantedBlob& missing) const {
  if (missing.text != nullptr) {
    return {};  // A config belongs to one image alone.
  }
  std::vector<std::string> names;
  if (missing.base && missing.base->origin == name_.origin) {
    names.push_back(missing.base->name);
  }
  for (const std::string& name : options_.mount_from) {
    if (std::ranges::find(names, name) == names.end()) {
      names.push_back(name);
    }
  }
  std::erase(names, name_.name);
  return names;
}

registry::Session& Push::base_session(const RepositoryName& base) {
  const std::lock_guard lock(mutex_);
  for (const auto& session : base_sessions_) {
    if (session->registry() == base.origin) {
      return *session;
    }
  }
  base_sessions_.push_back(std::make_unique<registry::Session>(
      base.origin, std::vector<std::string>{"repository:" + base.name + ":pull"}, settings()));
  return *base_sessions_.back();
}

std::expected<std::unique_ptr<registry::BlobSource>, Error> Push::source_of(
    const WantedBlob& missing) {
  if (missing.text != nullptr) {
    return std::make_unique<registry::BytesSource>(*missing.text);
  }
  if (!missing.base) {
    return registry::FileSource::open(missing.file, missing.blob.size);
  }
  return std::make_unique<registry::RegistrySource>(base_session(*missing.base), missing.base->name,
                                                    missing.blob);
}

/// Ends early when another part of the push has failed.
void Push::pause(registry::Milliseconds wait) const {
  constexpr registry::Milliseconds kStep{50};
  for (; wait.count() > 0 && !is_stopped_; wait -= kStep) {
    registry::sleep_for(std::min(wait, kStep));
  }
}

std::expected<void, Error> Push::push_blob(const WantedBlob& missing, Progress& progress) {
  const registry::Sent sent = [&](std::uint64_t bytes) -> std::expected<void, Error> {
    progress.sent(bytes);
    if (is_stopped_) {
      return failure("Push.Stopped", "another part of the push failed");
    }
    return {};
  };
  const bool is_ecr = registry::parse_ecr_host(name_.origin.host).has_value();
  const registry::UploadRules rules{.can_resume = !is_ecr,
                                    .chunk_bytes = options_.chunk_bytes,
                                    .whole_bytes_max = options_.whole_bytes_max};
  auto source = source_of(missing);
  if (!source) {
    return std::unexpected(std::move(source.error()));
  }
  registry::BlobUpload upload(repository_, missing.blob, **source, rules, sent);
  const auto arrival = upload.run(mount_from(missing));
  if (!arrival) {
    return std::unexpected(arrival.error());
  }
  const bool is_mounted = *arrival == BlobArrival::kMounted;
  const std::string verb = is_mounted ? "mounted " : missing.base ? "copied  " : "sent    ";
  progress.note(verb + missing.blob.digest + "  " + size_text(missing.blob.size));
  const std::lock_guard lock(mutex_);
  ++(is_mounted ? result_.blobs_mounted : result_.blobs_sent);
  if (!is_mounted) {
    result_.bytes_sent += missing.blob.size;
  }
  return {};
}

std::expected<void, Error> Push::push_blobs(const PushPlan& plan, Progress& progress) {
  std::uint64_t bytes = 0;
  std::vector<Job> jobs;
  for (const WantedBlob& missing : plan.missing) {
    bytes += missing.blob.size;
    jobs.push_back([&]() -> std::expected<void, Error> {
      auto pushed = push_blob(missing, progress);
      if (!pushed) {
        is_stopped_ = true;
      }
      return pushed;
    });
  }
  progress.expect(bytes);
  auto pushed = run_parallel(jobs, kRequestsAtOnce);
  progress.finish();
  return pushed;
}

std::expected<void, Error> Push::put_manifests(const PushPlan& plan) {
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < plan.push.images.size(); ++i) {
    if (plan.found.manifests[i] == Presence::kThere) {
      continue;
    }
    const Image& image = plan.push.images[i];
    jobs.push_back([&]() {
      return repository_.put_manifest(image.digest, images::kManifestType, image.manifest_text,
                                      image.digest);
    });
  }
  return run_parallel(jobs, kRequestsAtOnce);
}

/// Single images' tags at once; then the indexes, which name what is there by now.
std::expected<void, Error> Push::put_tags(const PushPlan& plan) {
  for (const std::string_view type : {images::kManifestType, images::kIndexType}) {
    std::vector<Job> jobs;
    for (std::size_t i = 0; i < plan.push.tags.size(); ++i) {
      const WantedTag& tag = plan.push.tags[i];
      if (plan.found.tags[i] == Presence::kThere || tag.media_type != type) {
        continue;
      }
      jobs.push_back([&]() {
        return repository_.put_manifest(tag.tag, tag.media_type, tag.text, tag.digest);
      });
    }
    if (auto put = run_parallel(jobs, kRequestsAtOnce); !put) {
      return put;
    }
  }
  return {};
}

std::expected<PushResult, Error> Push::run(Progress& progress) {
  const auto plan = this->plan();
  if (!plan) {
    return std::unexpected(plan.error());
  }
  if (auto pushed = push_blobs(*plan, progress); !pushed) {
    return std::unexpected(std::move(pushed.error()));
  }
  if (auto put = put_manifests(*plan); !put) {
    return std::unexpected(std::move(put.error()));
  }
  if (auto put = put_tags(*plan); !put) {
    return std::unexpected(std::move(put.error()));
  }
  result_.blobs_there = plan->blobs_there;
  for (const Image& image : plan->push.images) {
    result_.images.push_back({image.architecture, image.digest, text(name_) + "@" + image.digest});
  }
  for (const WantedTag& tag : plan->push.tags) {
    result_.tags.push_back(text(name_) + ":" + tag.tag);
  }
  return std::move(result_);
}

std::expected<DesiredPush, Error> checked_push(std::vector<Image> images,
                                               const PushOptions& options) {
  for (const Image& image : images) {
    if (auto based = check_base(image); !based && !options.allows_empty_base) {
      return std::unexpected(std::move(based.error()));
    }
  }
  return desired_push(std::move(images), options.tags);
}

/// Says what to type where the repository does not exist.
Error explained(Error error, const RepositoryName& name) {
  if (error.type == "Registry.NameUnknown" && registry::parse_ecr_host(name.origin.host)) {
    error.message += ". ECR has no repository '" + name.name + "': add --create-repository";
  }
  return error;
}

}  // namespace

std::expected<PushResult, Error> push(std::vector<Image> images, const Destination& destination,
                                      const PushOptions& options, Progress& progress) {
  auto desired = checked_push(std::move(images), options);
  if (!desired) {
    return std::unexpected(std::move(desired.error()));
  }
  const auto repository = create_destination(destination, options);
  if (!repository) {
    return std::unexpected(repository.error());
  }
  const AwsCommand aws(options.aws);
  auto result = Push(options, *std::move(desired), *repository, aws).run(progress);
  if (result) {
    return result;
  }
  return std::unexpected(explained(std::move(result.error()), *repository));
}

std::expected<std::string, Error> preview_push(std::vector<Image> images,
                                               const Destination& destination,
                                               const PushOptions& options) {
  auto desired = checked_push(std::move(images), options);
  if (!desired) {
    return std::unexpected(std::move(desired.error()));
  }
  const RepositoryName& repository = destination.repository;
  if (destination.is_to_be_created) {
    std::string out = "create the repository " + repository.name + " in ECR\n";
    for (const Image& image : desired->images) {
      out += "image " + image.architecture + ": " + image.digest +
             " is to be pushed, with all of " + std::to_string(image.layers.size()) + " layers\n";
    }
    return out;
  }
  const AwsCommand aws(options.aws);
  const auto plan = Push(options, *std::move(desired), repository, aws).plan();
  if (!plan) {
    return std::unexpected(explained(plan.error(), repository));
  }
  return push_plan_text(*plan, repository);
}

}  // namespace lambda::deploy
