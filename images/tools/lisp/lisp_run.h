// Runs Lisp forms in SBCL so that equal inputs give equal bytes: an empty environment, clocks that
// stand still, the same addresses each time, and copies of the files in a folder of a fixed name.
// Source: SBCL 2.6.4 User Manual, "Command Line Options"; reproducible-builds.org.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "images/tools/process/process.h"
#include "runtime/errors/error.h"

namespace lambda::images {

struct LispRun {
  std::string architecture;            // Lambda's name: what `program` is for.
  std::filesystem::path program;       // SBCL, or a program linked with it.
  std::filesystem::path core;
  std::filesystem::path modules;       // The folder that (require ...) finds modules in.
  std::filesystem::path frozen_clock;  // frozen_clock.cpp as a shared library.
  std::vector<std::string> forms;      // Read and evaluated in order.
  // All that the run reads, those above too, and what it writes; each relative to the folder that
  // the caller and the forms are in.
  std::vector<std::filesystem::path> inputs;
  std::vector<std::filesystem::path> outputs;
};

/// What is run: a pure function of `run` and of `path`, where the emulator is found.
Process lisp_process(const LispRun& run, const std::string& path);

/// Evaluates the forms. Returns what Lisp said: warnings are in it.
/// Error: Lisp.Failed, with what Lisp said; Lisp.Files, when one cannot be copied;
/// Process.NotFound when the emulator is not installed.
std::expected<std::string, Error> run_lisp(const LispRun& run);

}  // namespace lambda::images
