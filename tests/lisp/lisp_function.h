// Starts an emulator on the Lisp bootstrap, with the tests' Lisp files as the function's folder.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "tests/peers/emulator.h"
#include "tests/peers/server.h"

namespace lambda::lisp_test {

struct Function {
  std::string handler;                             // _HANDLER
  std::map<std::string, std::string> environment;  // Its own variables.
  int memory_mb = 256;
};

/// A new folder with all files that the BUILD target names in LISP_FILES. Made once a process.
const std::filesystem::path& task_folder();

/// Null when the emulator did not start, which is then a failure of the test.
std::unique_ptr<peers::Server> start(peers::Emulator emulator, const Function& function);

/// What invoking it with `event` answers; a failure of the test, and "", when nothing does.
std::string answer(peers::Server& emulator, const std::string& event,
                   const std::map<std::string, std::string>& headers = {});

/// "Ours" or "Aws", for the names of tests.
std::string name_of(peers::Emulator emulator);

}  // namespace lambda::lisp_test
