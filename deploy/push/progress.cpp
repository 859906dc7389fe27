// No thread of its own: the thread that sends also redraws the line, when it is time.
#include "deploy/push/progress.h"

#include <array>
#include <cstdio>

namespace lambda::deploy {
namespace {

using std::chrono::duration;
using std::chrono::milliseconds;

constexpr milliseconds kRedraw{100};
constexpr milliseconds kNextLine{10'000};
constexpr std::string_view kEraseLine = "\r\x1b[K";

}  // namespace

std::string size_text(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> kUnits = {"B", "kB", "MB", "GB", "TB"};
  if (bytes < 1000) {
    return std::to_string(bytes) + " B";
  }
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 999.95 && unit + 1 < kUnits.size(); ++unit) {
    value /= 1000;
  }
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.1f %s", value, kUnits[unit]);
  return text.data();
}

std::string push_plan_text(const PushPlan& plan, const registry::RepositoryName& repository) {
  std::string out;
  const std::string name = text(repository);
  for (std::size_t i = 0; i < plan.push.images.size(); ++i) {
    const Image& image = plan.push.images[i];
    const bool is_there = plan.found.manifests[i] == Presence::kThere;
    out += "image " + image.architecture + ": " + name + "@" + image.digest +
           (is_there ? " is there\n" : " is to be pushed\n");
  }
  if (plan.blobs_there > 0) {
    out += std::to_string(plan.blobs_there) + " of its blobs are there already\n";
  }
  for (const WantedBlob& missing : plan.missing) {
    out += missing.base ? "copy  " : "send  ";
    out += missing.blob.digest + " " + size_text(missing.blob.size);
    out += missing.base ? " from " + text(*missing.base) + "\n" : "\n";
  }
  for (std::size_t i = 0; i < plan.push.tags.size(); ++i) {
    const WantedTag& tag = plan.push.tags[i];
    const bool is_there = plan.found.tags[i] == Presence::kThere;
    out +=
        "tag   " + tag.tag + (is_there ? " stands for it already\n" : " for " + tag.digest + "\n");
  }
  return out;
}

TextProgress::TextProgress(std::ostream& out, bool is_terminal, Clock clock)
    : out_(out),
      is_terminal_(is_terminal),
      clock_(std::move(clock)),
      begun_(clock_()),
      drawn_(begun_) {}

void TextProgress::note(const std::string& line) {
  const std::lock_guard lock(mutex_);
  clear();
  out_ << line << "\n" << std::flush;
}

void TextProgress::expect(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  expected_ = bytes;
  sent_ = 0;
  begun_ = drawn_ = clock_();
}

void TextProgress::sent(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  sent_ += bytes;
  const auto now = clock_();
  if (now - drawn_ < (is_terminal_ ? kRedraw : kNextLine)) {
    return;
  }
  drawn_ = now;
  if (is_terminal_) {
    out_ << kEraseLine << state() << std::flush;
    is_drawn_ = true;
  } else {
    out_ << state() << "\n" << std::flush;
  }
}

void TextProgress::finish() {
  const std::lock_guard lock(mutex_);
  clear();
  out_ << std::flush;
}

void TextProgress::clear() {
  if (is_drawn_) {
    out_ << kEraseLine;
  }
  is_drawn_ = false;
}

std::string TextProgress::state() const {
  const double seconds = duration<double>(clock_() - begun_).count();
  std::string text = "sent " + size_text(sent_) + " of " + size_text(expected_);
  if (seconds > 0.5) {
    text +=
        ", " + size_text(static_cast<std::uint64_t>(static_cast<double>(sent_) / seconds)) + "/s";
  }
  return text;
}

}  // namespace lambda::deploy
