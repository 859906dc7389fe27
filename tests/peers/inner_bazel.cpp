// Sources are found where the runfile of WORKSPACE leads to: the real workspace.
#include "tests/peers/inner_bazel.h"

#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

namespace fs = std::filesystem;

void copy_folder(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    const std::string name = entry.path().filename();
    if (entry.is_symlink() || name == ".git" || name.starts_with("bazel-")) {
      continue;
    }
    if (entry.is_directory()) {
      copy_folder(entry.path(), to / name);
    } else {
      fs::copy_file(entry.path(), to / name);
    }
  }
}

}  // namespace

Outcome run_bazel(const InnerBazel& bazel, const std::vector<std::string>& arguments,
                  std::chrono::seconds limit) {
  const fs::path home = bazel.folder / "home";
  const fs::path scratch = bazel.folder / "scratch";  // Its server cannot tidy up: it is killed.
  fs::create_directories(home);
  fs::create_directories(scratch);
  Command command{{"bazel", "--output_user_root=" + (bazel.folder / "out").string(),
                   "--max_idle_secs=60", "--host_jvm_args=-Djava.io.tmpdir=" + scratch.string()},
                  bazel.environment,
                  bazel.workspace,
                  {}};
  command.environment.emplace("HOME", home);
  command.environment.emplace("USER", "somebody");
  command.arguments.insert(command.arguments.end(), bazel.startup.begin(), bazel.startup.end());
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  return run(command, limit);
}

void copy_workspace(const fs::path& destination) {
  copy_folder(fs::canonical(runfile("WORKSPACE_FILE")).parent_path(), destination);
}

std::string same_toolchain() {
  const fs::path digest = fs::canonical(runfile_ending("ZIG_SDK_FILES", "/digest.txt"));
  return "--override_repository=zig_sdk=" + digest.parent_path().string();
}

}  // namespace lambda::peers
