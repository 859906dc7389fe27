// Runs Lisp forms in SBCL so that equal inputs give equal bytes: an empty environment, clocks that
// stand still, the same addresses each time, and copies of the files in a folder of a fixed name,
// with a fixed time.
// Source: SBCL 2.6.4 User Manual, "Command Line Options"; reproducible-builds.org.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "core/process/running_program.h"

namespace lambda::images {

/// A file that the forms write. They know it by a short name, the same in every build: the name of
/// a saved core's file, too, would shape what the core holds.
struct LispOutput {
  std::string name;
  std::filesystem::path file;
};

struct LispRun {
  std::string architecture;       // Lambda's name: what `program` is for.
  std::filesystem::path program;  // SBCL, or a program linked with it.
  std::filesystem::path core;
  std::filesystem::path modules;              // The folder that (require ...) finds modules in.
  std::filesystem::path frozen_clock;         // frozen_clock.cpp as a shared library.
  std::vector<std::string> forms;             // Read and evaluated in order.
  std::vector<std::filesystem::path> inputs;  // All that is read, those above too; relative.
  std::vector<LispOutput> outputs;
};

/// What is run: a pure function of `run` and of `path`, where the emulator is found.
Program lisp_program(const LispRun& run, const std::string& path);

/// Evaluates the forms. Returns what Lisp said: warnings are in it.
/// Error: Lisp.Failed, with what Lisp said; Lisp.Files, when one cannot be copied;
/// Program.NotFound when the emulator is not installed.
std::expected<std::string, Error> run_lisp(const LispRun& run);

}  // namespace lambda::images
