// Finds pairs of files that have the same lines of logic one after the other.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lambda::style {

struct Line {
  std::size_t number;  // From 1.
  std::string text;    // Without what surrounds it and the comment at its end.
};

struct Source {
  std::string path;
  std::vector<Line> logic;
};

/// The lines of `text` that say what is done: neither blank, nor a comment, an include or a load,
/// nor brackets alone.
std::vector<Line> logic_of(std::string_view text, bool is_starlark);

/// One line a pair, the longest first: "9 lines: a.cpp:3 and b.cpp:40". `least` is the shortest to
/// tell.
std::vector<std::string> twins(std::span<const Source> sources, std::size_t least);

}  // namespace lambda::style
