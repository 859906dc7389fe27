// What `bazel run X.invoke` and `X.serve` start: the entry point program on the function's files,
// for the processor of this machine.
// Source: this file. The rule writes the plan, one field and its value a line, parted by a tab:
//   verb <TAB> invoke|serve
//   function <TAB> NAME
//   label <TAB> //PACKAGE:NAME.invoke       for --help
//   handler <TAB> HANDLER                    becomes _HANDLER; may be absent
//   option <TAB> --timeout=3                 given to the entry point as it is; any number
//   note <TAB> LINE                          printed by the entry point; any number
//   architecture <TAB> x86_64|arm64          begins what follows, once for each architecture
//   entrypoint, task <TAB> PATH              runfiles of that architecture
//   layer <TAB> PATH                         what /opt holds, where it has the program
//   digest <TAB> PATH                        the image's; absent where no image is made
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"

namespace lambda::images {

/// The runfiles of one architecture.
struct LaunchTarget {
  std::string architecture;
  std::string entrypoint;
  std::string task;
  std::string layer;   // Empty: the program is in `task`.
  std::string digest;  // Empty: no image.
};

/// Owns its texts.
struct LaunchPlan {
  bool is_invoke = false;
  std::string function;
  std::string label;
  std::string handler;
  std::vector<std::string> options;
  std::vector<std::string> notes;
  std::vector<LaunchTarget> targets;
};

/// Error: Launch.Malformed.
std::expected<LaunchPlan, Error> parse_launch_plan(std::string_view text);

/// The target for `machine`, as uname(2) names it: "x86_64" or "aarch64"; else the first one whose
/// entry point the machine runs all the same, by an emulator of processors, as `runs` finds out.
/// Error: Launch.WrongMachine when there is none.
std::expected<LaunchTarget, Error> choose_target(
    const LaunchPlan& plan, std::string_view machine,
    const std::function<bool(const LaunchTarget&)>& runs);

/// The command to execute, first word the program. `words` are the user's: options for the entry
/// point, and for invoke at most one event. `find` gives a runfile's path.
/// Error: Usage, when more than one event was given.
std::expected<std::vector<std::string>, Error> launch_command(
    const LaunchPlan& plan, const LaunchTarget& target, const std::vector<std::string>& words,
    const std::function<std::string(const std::string&)>& find);

/// What `-- --help` prints.
std::string launch_help(const LaunchPlan& plan);

}  // namespace lambda::images
