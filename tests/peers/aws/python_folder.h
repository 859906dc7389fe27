// Where moto and version 1 of the aws command are, for Python programs.
#pragma once

#include <filesystem>

namespace lambda::peers {

/// The folder for PYTHONPATH; programs are in its `bin`. Ends the test's process when it is absent.
std::filesystem::path python_folder();

}  // namespace lambda::peers
