// Lists symbol files and chooses one by build id.
#include "images/tools/symbolize/symbol_files.h"

#include <system_error>

#include "core/errors/error.h"

namespace lambda::images {
namespace {

constexpr std::size_t kFilesMax = 100'000;

std::string ids_of(const SymbolFiles& files) {
  constexpr std::size_t kShownMax = 4;
  std::string text;
  std::size_t shown = 0;
  for (const auto& [id, path] : files) {
    if (++shown > kShownMax) {
      return text + " and " + std::to_string(files.size() - kShownMax) + " more";
    }
    text += (text.empty() ? "" : ", ") + id;
  }
  return text;
}

}  // namespace

std::expected<SymbolFiles, Error> find_symbol_files(
    const std::vector<std::filesystem::path>& folders) {
  SymbolFiles files;
  for (const std::filesystem::path& folder : folders) {
    std::error_code problem;
    if (!std::filesystem::is_directory(folder, problem)) {
      return failure("File.Unreadable", folder.string() +
                                            " is not a folder. Name one that has .build-id in it, "
                                            "as `bazel build NAME.symbols` makes.");
    }
    const std::filesystem::path root = folder / ".build-id";
    if (!std::filesystem::is_directory(root, problem)) {
      continue;  // A program without symbols.
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root, problem)) {
      const std::filesystem::path& path = entry.path();
      if (path.extension() != ".debug") {
        continue;
      }
      files[path.parent_path().filename().string() + path.stem().string()] = path;
      if (files.size() >= kFilesMax) {
        break;
      }
    }
  }
  return files;
}

std::expected<std::filesystem::path, Error> choose_symbol_file(const SymbolFiles& files,
                                                               const std::string& build_id) {
  if (files.empty()) {
    return failure("Symbols.None",
                   "There are no symbols here: the program was linked without them, or is a file "
                   "that Bazel did not build. Name the folder that has them: --symbols=FOLDER.");
  }
  if (build_id.empty()) {
    if (files.size() == 1) {
      return files.begin()->second;
    }
    return failure("Symbols.Ambiguous",
                   "The stack does not say which build it is of, and there are "
                   "symbols of several: " +
                       ids_of(files) +
                       ". Add a line `build-id DIGITS` to it; the report "
                       "in the function's log has one.");
  }
  if (const auto found = files.find(build_id); found != files.end()) {
    return found->second;
  }
  return failure("Symbols.OtherBuild",
                 "The stack is of build " + build_id + ", but the symbols here are of " +
                     ids_of(files) +
                     ". Build NAME.symbols from the sources that were deployed, or name the folder "
                     "that was kept with that release: --symbols=FOLDER.");
}

}  // namespace lambda::images
