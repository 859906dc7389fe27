// Every path below a folder must be in the list, or is reported with the reason.
#include "images/tools/archive/whole_folder.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "core/errors/error.h"
#include "images/tools/archive/archive_path.h"
#include "images/tools/archive/entry_list.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShownMax = 10;

class Comparison {
 public:
  std::expected<void, Error> read_line(std::string_view line) {
    const std::size_t tab = line.find('\t');
    const std::string_view kind = line.substr(0, tab);
    if (tab == line.npos || (kind != "folder" && kind != "file")) {
      return failure("EntryList.Malformed",
                     "'" + std::string(line.substr(0, 200)) + "' is neither a folder nor a file.");
    }
    const std::string path(line.substr(tab + 1));
    if (kind == "file") {
      files_.insert(path);
    }
    if (kind == "folder") {
      folders_.push_back(path);
    }
    return {};
  }

  std::expected<void, Error> run() {
    for (const std::string& folder : folders_) {
      if (auto looked = look_into(folder, 0); !looked) {
        return looked;
      }
    }
    if (left_out_.empty()) {
      return {};
    }
    std::ranges::sort(left_out_);
    std::string message = "folders: all of a folder is packed, but not";
    for (std::size_t i = 0; i < std::min(left_out_.size(), kShownMax); ++i) {
      message += "\n  " + left_out_[i];
    }
    if (left_out_.size() > kShownMax) {
      message += "\n  and " + std::to_string(left_out_.size() - kShownMax) + " more";
    }
    return failure("Folder.NotWhole", message + "\nRename these or move them elsewhere.");
  }

 private:
  std::expected<void, Error> look_into(const fs::path& folder, int depth) {
    if (depth >= kFolderDepthMax) {
      left_out_.push_back(folder.string() + ": too deep. Does a link point back up?");
      return {};
    }
    std::error_code problem;
    for (fs::directory_iterator child(folder, problem), end; !problem && child != end;
         child.increment(problem)) {
      if (auto looked = look_at(child->path(), depth); !looked) {
        return looked;
      }
    }
    if (!problem) {
      return {};
    }
    return failure("Folder.Unreadable", folder.string() + ": " + problem.message() +
                                            ". Name a folder that is there and can be read.");
  }

  std::expected<void, Error> look_at(const fs::path& place, int depth) {
    if (auto named = check_archive_path(place.filename().string()); !named) {
      left_out_.push_back(place.parent_path().string() + "/: " + named.error().message);
      return {};
    }
    std::error_code problem;
    const fs::file_status status = fs::status(place, problem);
    if (fs::is_directory(status)) {
      return look_into(place, depth + 1);
    }
    if (!fs::exists(status)) {
      left_out_.push_back(place.string() + ": a link that leads nowhere");
    } else if (!fs::is_regular_file(status)) {
      left_out_.push_back(place.string() + ": " + kind_in_words(status.type()));
    } else if (!files_.contains(place.string())) {
      left_out_.push_back(place.string() +
                          ": Bazel does not list it. Is a BUILD file beside or above it, or the "
                          "folder in .bazelignore?");
    }
    return {};
  }

  std::vector<std::string> folders_;
  std::set<std::string> files_;
  std::vector<std::string> left_out_;
};

}  // namespace

std::expected<void, Error> check_whole_folders(std::string_view list) {
  Comparison comparison;
  for (std::size_t start = 0; start < list.size();) {
    const std::size_t end = std::min(list.find('\n', start), list.size());
    const std::string_view line = list.substr(start, end - start);
    start = end + 1;
    if (line.empty()) {
      continue;
    }
    if (auto read = comparison.read_line(line); !read) {
      return read;
    }
  }
  return comparison.run();
}

}  // namespace lambda::images
