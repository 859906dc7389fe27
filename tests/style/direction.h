// Which room may use which: the one statement of it. Visibility keeps the same in the build, by the
// package group `users` of each room.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/style/source_file.h"

namespace lambda::style {

struct Room {
  std::string_view name;
  std::set<std::string_view> uses;  // Besides itself and third_party.
};

/// From the ground up. Folders that are not here (tests, tools, third_party) may use every room.
std::span<const Room> rooms();

/// The direction as people write it, made of rooms(): "core <- runtime <- …".
std::string direction();

/// The room that `path` of the repository belongs to; empty when it belongs to none.
std::string_view room_of(std::string_view path);

/// Each use of a room that the room of `file` may not make.
std::vector<std::string> uses_run_one_way(const SourceFile& file);

}  // namespace lambda::style
