// Uses are read off two kinds of lines: an include in quotes, and a label in quotes.
#include "tests/style/direction.h"

#include <algorithm>
#include <array>
#include <regex>

namespace lambda::style {
namespace {

constexpr std::string_view kFacade = "façade";

// What users load, by today's names and by those it had in images.
constexpr std::array<std::string_view, 5> kFacadeFiles = {
    "defs.bzl", "lisp.bzl", "images/defs.bzl", "images/lisp.bzl", "images/test.bzl",
};

bool is_facade(std::string_view path) { return std::ranges::contains(kFacadeFiles, path); }

// The path of "//a/b:c.bzl", as far as a label tells: "a/b/c.bzl".
std::string path_of(std::string label) {
  label.erase(0, 2);
  std::ranges::replace(label, ':', '/');
  return label.starts_with('/') ? label.substr(1) : label;
}

// The rooms that a line uses. Labels that say who may come in, as visibility has them, and labels
// of other repositories do not count.
std::vector<std::string_view> used_rooms(const std::string& line) {
  static const std::regex include(R"re(^\s*#include "([^"]+)")re");
  static const std::regex label(R"re("(?:@@?(?:lambda_runtime)?)?(//[a-z_]*[/:"][^"]*))re");
  std::vector<std::string_view> used;
  std::smatch match;
  if (std::regex_search(line, match, include)) {
    used.push_back(room_of(match[1].str()));
  }
  for (std::sregex_iterator found(line.begin(), line.end(), label), end; found != end; ++found) {
    const std::string named = (*found)[1];
    if (!named.ends_with(":__pkg__") && !named.ends_with(":__subpackages__") &&
        !named.ends_with("/...")) {
      used.push_back(room_of(path_of(named)));
    }
  }
  return used;
}

}  // namespace

std::span<const Room> rooms() {
  static const std::vector<Room> all = {
      {"core", {}},
      {"runtime", {"core"}},
      {"emulator", {"core", "runtime"}},
      {"images", {"core", "runtime", "emulator"}},
      {"deploy", {"core", "runtime", "emulator", "images"}},
      {kFacade, {"core", "runtime", "emulator", "images", "deploy"}},
      {"handlers", {"runtime", kFacade}},  // They see what users see.
  };
  return all;
}

std::string direction() {
  std::string text;
  for (const Room& room : rooms()) {
    text += (text.empty() ? "" : " <- ") + std::string(room.name);
  }
  return text + " <- tests";
}

std::string_view room_of(std::string_view path) {
  if (is_facade(path)) {
    return kFacade;
  }
  const std::string_view folder = path.substr(0, path.find('/'));
  const auto room = std::ranges::find(rooms(), folder, &Room::name);
  if (room != rooms().end()) {
    return room->name;
  }
  return folder == "tests" ? "tests" : "";
}

std::vector<std::string> uses_run_one_way(const SourceFile& file) {
  const std::string_view own = room_of(file.path);
  const auto room = std::ranges::find(rooms(), own, &Room::name);
  if (room == rooms().end() || kind(file) == Kind::kText) {
    return {};
  }
  std::vector<std::string> found;
  for (size_t i = 0; i < file.lines.size(); ++i) {
    for (const std::string_view used : used_rooms(file.lines[i])) {
      if (!used.empty() && used != own && !room->uses.contains(used)) {
        found.push_back(file.path + ":" + std::to_string(i + 1) + ": " + std::string(own) +
                        " uses " + std::string(used) + ": uses run " + direction() +
                        "; move one of the two");
      }
    }
  }
  return found;
}

}  // namespace lambda::style
