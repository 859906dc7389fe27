// Each rule reads lines; none understands C++ or Starlark further than it says.
#include "tests/style/rules.h"

#include <algorithm>
#include <array>
#include <regex>
#include <set>
#include <string_view>

namespace lambda::style {
namespace {

constexpr size_t kColumns = 100;
constexpr size_t kFileLines = 400;
constexpr size_t kFunctionLines = 70;
constexpr size_t kMedianLines = 110;
constexpr size_t kNineInTenLines = 300;

std::string at(const SourceFile& file, size_t index) {
  return file.path + ":" + std::to_string(index + 1) + ": ";
}

bool is_source(const SourceFile& file) { return kind(file) != Kind::kText; }

bool is_cpp(const SourceFile& file) {
  return kind(file) == Kind::kHeader || kind(file) == Kind::kProgram;
}

// Characters, not bytes: a byte 10xxxxxx continues one.
size_t columns(std::string_view line) {
  return static_cast<size_t>(std::ranges::count_if(
      line, [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
}

std::string room(std::string_view path) {
  return std::string(path.substr(0, std::min(path.find('/'), path.size())));
}

Complaints complain_of_words(const SourceFile& file, std::span<const std::string> words,
                             const std::string& remedy) {
  Complaints found;
  for (size_t i = 0; i < file.lines.size(); ++i) {
    for (const std::string& word : words) {
      if (file.lines[i].contains(word)) {
        found.push_back(at(file, i) + word + ": " + remedy);
      }
    }
  }
  return found;
}

}  // namespace

Complaints lines_fit_100_columns(const SourceFile& file) {
  // Starlark's texts are found by searching for them: they stay whole, however long.
  static const std::regex text(R"("([^"\\]|\\.)*")");
  const bool is_starlark = kind(file) == Kind::kPlan || kind(file) == Kind::kBuild;
  Complaints found;
  for (size_t i = 0; is_source(file) && i < file.lines.size(); ++i) {
    const bool has_address = file.lines[i].contains("://");  // Which cannot be broken.
    if (columns(file.lines[i]) <= kColumns || has_address) {
      continue;
    }
    const std::string rest =
        is_starlark ? std::regex_replace(file.lines[i], text, "\"\"") : file.lines[i];
    if (columns(rest) > kColumns) {
      found.push_back(at(file, i) + "over 100 columns: break it");
    }
  }
  return found;
}

Complaints file_has_at_most_400_lines(const SourceFile& file) {
  if (!is_source(file) || file.lines.size() <= kFileLines) {
    return {};
  }
  return {file.path + ": " + std::to_string(file.lines.size()) +
          " lines, limit 400: a part of it wants a name and a file of its own"};
}

// A function begins at the margin and ends with the next "}" there, as clang-format sets it.
Complaints functions_have_at_most_70_lines(const SourceFile& file) {
  static const std::regex other(R"(^(namespace|class|struct|enum|union|extern|#|//|\}|\s|$).*)");
  Complaints found;
  for (size_t i = 0; is_cpp(file) && i < file.lines.size(); ++i) {
    if (std::regex_match(file.lines[i], other)) {
      continue;
    }
    if (file.lines[i].ends_with('}')) {
      continue;  // A function in one line.
    }
    size_t end = i;
    while (end < file.lines.size() && file.lines[end] != "}" && !file.lines[end].ends_with(';')) {
      ++end;
      if (end < file.lines.size() && file.lines[end - 1].ends_with('{')) {
        while (end < file.lines.size() && file.lines[end] != "}") {
          ++end;
        }
      }
    }
    if (end - i + 1 > kFunctionLines) {
      found.push_back(at(file, i) + std::to_string(end - i + 1) +
                      " lines in a function, limit 70: a part of it wants a name");
    }
    i = end;
  }
  return found;
}

Complaints source_opens_with_a_comment(const SourceFile& file) {
  if (kind(file) == Kind::kText || kind(file) == Kind::kBuild) {
    return {};
  }
  const std::string first = file.lines.empty() ? "" : file.lines.front();
  // A Lisp script's first line is the shell's.
  const std::array<std::string_view, 5> openings = {"// ", "# ", "\"\"\"", ";;;; ", "#!"};
  if (std::ranges::any_of(openings, [&](auto text) { return first.starts_with(text); })) {
    return {};
  }
  return {at(file, 0) + "no opening comment: say the file's purpose and its source"};
}

Complaints header_has_pragma_once(const SourceFile& file) {
  if (kind(file) != Kind::kHeader) {
    return {};
  }
  if (std::ranges::find(file.lines, "#pragma once") != file.lines.end()) {
    return {};
  }
  return {at(file, 0) + "no `#pragma once`: write it below the opening comment"};
}

Complaints shell_stays_in_two_files(const SourceFile& file) {
  if (file.path == "tools/bazel" || file.path == ".ci/run") {
    return {};
  }
  if (file.path.ends_with(".ros")) {
    return {};  // Lisp; its first lines let a shell find Roswell.
  }
  static const std::regex shell(R"(^#!.*\b(ba|da|z|k)?sh\b.*)");
  const bool is_named = file.path.ends_with(".sh") || file.path.ends_with(".bash");
  const bool is_shell = !file.lines.empty() && std::regex_match(file.lines.front(), shell);
  if (!is_named && !is_shell) {
    return {};
  }
  return {at(file, 0) + "a shell script: write a C++ program or a rule instead"};
}

Complaints names_nothing_of_one_machine(const SourceFile& file) {
  // Put together here, so that this file does not name them.
  static const std::array<std::string, 3> folders = {
      std::string("/ho") + "me/", std::string("/ro") + "ot/", std::string("/Us") + "ers/"};
  return complain_of_words(file, folders, "a folder of one machine: find it another way");
}

Complaints leaves_nothing_to_do(const SourceFile& file) {
  static const std::array<std::string, 2> words = {std::string("TO") + "DO",
                                                   std::string("FIX") + "ME"};
  if (!is_source(file)) {
    return {};
  }
  return complain_of_words(file, words, "finish it, or open an issue");
}

Complaints private_plan_has_one_rule(const SourceFile& file) {
  if (!file.path.contains("/private/") || kind(file) != Kind::kPlan) {
    return {};
  }
  static const std::regex rule(R"(=\s*(repository_)?rule\()");
  const auto count = std::ranges::count_if(
      file.lines, [](const std::string& line) { return std::regex_search(line, rule); });
  if (count <= 1) {
    return {};
  }
  return {file.path + ": " + std::to_string(count) + " rules: give each a file of its own"};
}

Complaints library_has_one_header(const SourceFile& file) {
  if (kind(file) != Kind::kBuild || file.path.starts_with("third_party/")) {
    return {};
  }
  static const std::regex several(R"(^\s*hdrs = \[$|^\s*hdrs = glob|^\s*hdrs = \[.*,.*".*\])");
  Complaints found;
  for (size_t i = 0; i < file.lines.size(); ++i) {
    if (std::regex_search(file.lines[i], several)) {
      found.push_back(at(file, i) + "several headers in one library: give each a library");
    }
  }
  return found;
}

Complaints file_name_says_something(const SourceFile& file) {
  static const std::regex vague(
      R"((^|.*[/_])(util|utils|manager|helper|helpers|data)(_[a-z_]+)?\.[a-z]+$)");
  if (!is_source(file) || !std::regex_match(file.path, vague)) {
    return {};
  }
  return {file.path + ": a name that says nothing: name what is in it"};
}

Complaints most_files_are_short(std::span<const SourceFile> files) {
  std::vector<size_t> sizes;
  for (const SourceFile& file : files) {
    if (is_cpp(file) || kind(file) == Kind::kPlan) {
      sizes.push_back(file.lines.size());
    }
  }
  std::ranges::sort(sizes);
  Complaints found;
  if (sizes.empty()) {
    return {"no source files"};
  }
  const auto check = [&](size_t index, size_t limit, const std::string& which) {
    if (sizes[index] <= limit) {
      return;
    }
    found.push_back(which + " has " + std::to_string(sizes[index]) + " lines, limit " +
                    std::to_string(limit) + ": split the longest files");
  };
  check(sizes.size() / 2, kMedianLines, "the middle file");
  check(sizes.size() * 9 / 10, kNineInTenLines, "one file in ten");
  return found;
}

Complaints rooms_have_a_readme(std::span<const SourceFile> files) {
  std::set<std::string> rooms;
  std::set<std::string> described;
  for (const SourceFile& file : files) {
    const std::string name = room(file.path);
    if (name != file.path && !name.starts_with('.')) {
      rooms.insert(name);
    }
    if (file.path == name + "/README.md") {
      described.insert(name);
    }
  }
  Complaints found;
  for (const std::string& name : rooms) {
    if (!described.contains(name)) {
      found.push_back(name + ": no README.md: say its job, how to add to it, and its decisions");
    }
  }
  return found;
}

}  // namespace lambda::style
