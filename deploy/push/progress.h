// What a push tells people: its plan, and how far it is: a line that is redrawn on a terminal,
// plain lines elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <ostream>
#include <string>

#include "deploy/plan/push_plan.h"
#include "deploy/registry/reference.h"

namespace lambda::deploy {

/// Thread-safe.
class Progress {
 public:
  virtual ~Progress() = default;
  /// A line that stays.
  virtual void note(const std::string& line) = 0;
  /// What is now to be sent, in all.
  virtual void expect(std::uint64_t bytes) = 0;
  /// `bytes` more have gone out.
  virtual void sent(std::uint64_t bytes) = 0;
  /// Nothing more comes: a line that was redrawn goes away.
  virtual void finish() = 0;
};

/// "12 B", "3.4 MB": decimal, as registries and clouds count.
std::string size_text(std::uint64_t bytes);

/// A plan for `repository`, a line for each image, blob and tag.
std::string push_plan_text(const PushPlan& plan, const registry::RepositoryName& repository);

/// Writes to a stream. On a terminal one line is redrawn, ten times a second at most; elsewhere a
/// line says how far it is, every ten seconds.
class TextProgress final : public Progress {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  /// `out` must outlive the object.
  TextProgress(std::ostream& out, bool is_terminal, Clock clock = std::chrono::steady_clock::now);
  ~TextProgress() override { finish(); }

  void note(const std::string& line) override;
  void expect(std::uint64_t bytes) override;
  void sent(std::uint64_t bytes) override;
  void finish() override;

 private:
  void clear();
  std::string state() const;

  std::mutex mutex_;
  std::ostream& out_;
  bool is_terminal_;
  Clock clock_;
  std::uint64_t expected_ = 0;
  std::uint64_t sent_ = 0;
  bool is_drawn_ = false;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point drawn_;
};

}  // namespace lambda::deploy
