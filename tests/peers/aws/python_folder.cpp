// BUILD names the folder among this library's data, and its place by a definition.
#include "tests/peers/aws/python_folder.h"

#include "tests/peers/runfile.h"

namespace lambda::peers {

std::filesystem::path python_folder() { return runfile_at(PYTHON_FOLDER); }

}  // namespace lambda::peers
