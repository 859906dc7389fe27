// A folder in the list stands for all files below it.
#include "images/tools/archive/entry_list.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <utility>

#include "core/errors/error.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

bool is_program(const fs::path& source) {
  std::array<char, 4> head{};
  std::ifstream(source, std::ios::binary).read(head.data(), head.size());
  const std::string_view text(head.data(), head.size());
  return text ==
             "\x7f"
             "ELF" ||
         text.starts_with("#!");
}

std::string joined(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : std::string(folder) + "/" + std::string(name);
}

class Reader {
 public:
  explicit Reader(std::string_view prefix) : prefix_(prefix) {}

  std::expected<void, Error> read_line(std::string_view line) {
    const std::size_t first = line.find('\t');
    const std::size_t second = first == line.npos ? line.npos : line.find('\t', first + 1);
    if (second == line.npos || line.find('\t', second + 1) != line.npos) {
      return malformed(line);
    }
    const std::string_view kind = line.substr(0, first);
    const std::string path = joined(prefix_, line.substr(first + 1, second - first - 1));
    const std::string value(line.substr(second + 1));
    if (value.empty()) {
      return malformed(line);
    }
    if (kind == "link") {
      return add({.path = path, .kind = EntryKind::kLink, .target = value});
    }
    if (kind == "program") {
      return add_file(path, value, true);
    }
    if (kind == "file") {
      return add_source(path, value, 0);
    }
    return malformed(line);
  }

  std::vector<Entry> take() { return std::move(entries_); }

 private:
  static std::unexpected<Error> malformed(std::string_view line) {
    return failure("EntryList.Malformed",
                   "'" + std::string(line.substr(0, 200)) +
                       "' is not a valid entry. Write program, file or link, a path and a source, "
                       "parted by one tab each.");
  }

  std::expected<void, Error> add(Entry entry) {
    if (entries_.size() >= kEntriesMax) {
      return failure("EntryList.TooLarge", "More than " + std::to_string(kEntriesMax) +
                                               " files and folders. Pack them into one file that "
                                               "the function opens, or leave some out.");
    }
    entries_.push_back(std::move(entry));
    return {};
  }

  std::expected<void, Error> add_file(const std::string& path, const fs::path& source,
                                      bool is_executable) {
    std::error_code problem;
    const fs::file_status status = fs::status(source, problem);
    if (!fs::exists(status)) {
      return failure("EntryList.SourceMissing",
                     source.string() + ": no file is there, or a link that leads nowhere, so '" +
                         path + "' cannot be packed. Name a file that is there, or a target.");
    }
    if (!fs::is_regular_file(status)) {
      return failure("EntryList.NotAFile",
                     source.string() + ": " + kind_in_words(status.type()) + " is there, so '" +
                         path + "' cannot be packed. Move it elsewhere, or name a file.");
    }
    return add({.path = path, .is_executable = is_executable, .source = source});
  }

  std::expected<void, Error> add_source(const std::string& path, const fs::path& source,
                                        int depth) {
    std::error_code problem;
    const fs::file_status status = fs::status(source, problem);
    if (!fs::is_directory(status)) {
      // Only a file is opened: a pipe would wait for somebody to write.
      return add_file(path, source, fs::is_regular_file(status) && is_program(source));
    }
    if (depth >= kFolderDepthMax) {
      return failure("EntryList.TooLarge", source.string() + ": more than " +
                                               std::to_string(kFolderDepthMax) +
                                               " folders deep. Does a link point back up?");
    }
    if (auto added = add({.path = path, .kind = EntryKind::kFolder}); !added) {
      return added;
    }
    std::error_code unreadable;
    for (fs::directory_iterator child(source, unreadable), end; !unreadable && child != end;
         child.increment(unreadable)) {
      const std::string name = child->path().filename().string();
      if (auto added = add_source(path + "/" + name, child->path(), depth + 1); !added) {
        return added;
      }
    }
    if (unreadable) {
      return failure("EntryList.SourceMissing", source.string() + ": " + unreadable.message());
    }
    return {};
  }

  std::string prefix_;
  std::vector<Entry> entries_;
};

}  // namespace

std::string kind_in_words(fs::file_type type) {
  switch (type) {
    case fs::file_type::directory:
      return "a folder";
    case fs::file_type::fifo:
      return "a named pipe";
    case fs::file_type::socket:
      return "a socket";
    case fs::file_type::block:
    case fs::file_type::character:
      return "a device";
    default:
      return "something that is not a file";
  }
}

std::expected<std::vector<Entry>, Error> read_entry_list(std::string_view list,
                                                         std::string_view prefix) {
  Reader reader(prefix);
  for (std::size_t start = 0; start < list.size();) {
    const std::size_t end = std::min(list.find('\n', start), list.size());
    const std::string_view line = list.substr(start, end - start);
    start = end + 1;
    if (line.empty()) {
      continue;
    }
    if (auto read = reader.read_line(line); !read) {
      return std::unexpected(read.error());
    }
  }
  return reader.take();
}

}  // namespace lambda::images
