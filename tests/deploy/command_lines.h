// The command lines of all processes of the private machine, looked at again and again.
// Source: proc_pid_cmdline(5).
#pragma once

#include <atomic>
#include <set>
#include <string>
#include <thread>

namespace lambda::deploy_test {

/// Looks from its construction on until `stop`.
class CommandLines {
 public:
  CommandLines();
  ~CommandLines();

  /// Each command line that was seen, its words with a space between them.
  std::set<std::string> stop();

 private:
  void look();

  std::atomic<bool> is_stopped_ = false;
  std::set<std::string> seen_;
  std::thread thread_;  // Last: it uses the others.
};

}  // namespace lambda::deploy_test
