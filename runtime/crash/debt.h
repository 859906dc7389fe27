// What is still to be answered, where the report of a process that is leaving can read it.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "runtime/protocol/requests.h"

namespace lambda::crash {

/// Written by the thread that serves events, read by whichever thread reports.
class Debt {
 public:
  enum class Kind : std::uint8_t { kNothing, kInitialization, kAnswer };

  /// There is an event to answer. Borrows all texts until expect_nothing(): on the event's path
  /// nothing is copied.
  void expect_answer(const protocol::InvocationKey& key, std::string_view tenant_id) {
    key_ = key;
    tenant_id_ = tenant_id;
    kind_.store(Kind::kAnswer, std::memory_order_release);
  }

  void expect_initialization() { kind_.store(Kind::kInitialization, std::memory_order_release); }

  void expect_nothing() { kind_.store(Kind::kNothing, std::memory_order_release); }

  /// Takes the debt over, so that it is answered once. key() and tenant_id() are valid for kAnswer.
  Kind take() { return kind_.exchange(Kind::kNothing); }
  const protocol::InvocationKey& key() const { return key_; }
  std::string_view tenant_id() const { return tenant_id_; }

 private:
  std::atomic<Kind> kind_ = Kind::kNothing;
  protocol::InvocationKey key_{};
  std::string_view tenant_id_;
};

}  // namespace lambda::crash
