// Each stretch of `least` lines is looked up among those of all files; where one is met again, the
// common part is followed to its end.
#include "tests/style/twins/twins.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <unordered_map>

namespace lambda::style {
namespace {

struct Place {
  std::size_t source;
  std::size_t line;  // Of its logic.
};

struct Pair {
  Place first;
  Place second;
  std::size_t lines;
};

std::string trimmed(std::string line, std::string_view comment) {
  const std::size_t start = std::min(line.find_first_not_of(" \t"), line.size());
  line.erase(0, start);
  if (line.starts_with(comment)) {
    return "";
  }
  const std::size_t end = line.find(" " + std::string(comment) + " ");
  line.resize(std::min(end, line.size()));
  line.resize(line.find_last_not_of(" \t") + 1);
  return line;
}

bool says_something(std::string_view line) {
  for (const std::string_view start : {"#include", "load(", "namespace ", "}  //"}) {
    if (line.starts_with(start)) {
      return false;
    }
  }
  return std::ranges::any_of(
      line, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
}

std::string stretch(const Source& source, std::size_t start, std::size_t lines) {
  std::string key;
  for (std::size_t i = start; i < start + lines; ++i) {
    key += source.logic[i].text + "\n";
  }
  return key;
}

// How many lines from there on are equal.
std::size_t common(const Source& a, std::size_t i, const Source& b, std::size_t j) {
  std::size_t lines = 0;
  while (i + lines < a.logic.size() && j + lines < b.logic.size() &&
         a.logic[i + lines].text == b.logic[j + lines].text) {
    ++lines;
  }
  return lines;
}

// Whether a longer pair that begins one line earlier holds this one.
bool is_continued(const Source& a, std::size_t i, const Source& b, std::size_t j) {
  return i > 0 && j > 0 && a.logic[i - 1].text == b.logic[j - 1].text;
}

}  // namespace

std::vector<Line> logic_of(std::string_view text, bool is_starlark) {
  const std::string_view comment = is_starlark ? "#" : "//";
  std::vector<Line> logic;
  std::istringstream stream{std::string(text)};
  bool is_in_docstring = false;
  std::size_t number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    const std::size_t quotes = is_starlark ? line.find("\"\"\"") : std::string::npos;
    if (quotes != std::string::npos) {
      const bool is_whole = line.find("\"\"\"", quotes + 3) != std::string::npos;
      is_in_docstring = is_whole ? is_in_docstring : !is_in_docstring;
      continue;
    }
    std::string said = is_in_docstring ? "" : trimmed(line, comment);
    if (says_something(said)) {
      logic.push_back({.number = number, .text = std::move(said)});
    }
  }
  return logic;
}

std::vector<std::string> twins(std::span<const Source> sources, std::size_t least) {
  std::unordered_map<std::string, std::vector<Place>> places;
  std::vector<Pair> pairs;
  for (std::size_t s = 0; s < sources.size(); ++s) {
    for (std::size_t i = 0; i + least <= sources[s].logic.size(); ++i) {
      auto& earlier = places[stretch(sources[s], i, least)];
      for (const Place& place : earlier) {
        const Source& other = sources[place.source];
        if (place.source != s && !is_continued(other, place.line, sources[s], i)) {
          pairs.push_back({place, {s, i}, common(other, place.line, sources[s], i)});
        }
      }
      earlier.push_back({s, i});
    }
  }
  std::ranges::stable_sort(pairs, std::ranges::greater(), &Pair::lines);
  std::vector<std::string> told;
  for (const Pair& pair : pairs) {
    const auto at = [&](const Place& place) {
      const Source& source = sources[place.source];
      return source.path + ":" + std::to_string(source.logic[place.line].number);
    };
    told.push_back(std::to_string(pair.lines) + " lines: " + at(pair.first) + " and " +
                   at(pair.second));
  }
  return told;
}

}  // namespace lambda::style
