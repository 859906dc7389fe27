// mmdebstrap is played by stand_in_root; bwrap, Bazel and its server are the real ones.
#include "tests/tools/machine.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "tests/peers/private_machine.h"
#include "tests/peers/runfile.h"

namespace lambda::tools_test {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kLimit{5};

// Each target runs a file of the workspace: a static program, one of the machine's, a script.
constexpr char kBuild[] = R"(load(":started.bzl", "started")

started(name = "report", program = "report.bin")
started(name = "given", program = "report.bin", args = ["first", "'the second'"])
started(name = "asks_for_the_root", program = "report.bin", env = {"LAMBDA_BAZEL_RUN": "root"})
started(name = "linked", program = "cat.bin", args = ["/etc/private-root"])
started(name = "script", program = "script.bin")
filegroup(name = "nothing")
)";

constexpr char kRule[] = R"(
def _impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = program, target_file = ctx.file.program, is_executable = True)
    return [
        DefaultInfo(executable = program),
        RunEnvironmentInfo(environment = ctx.attr.env),
    ]

started = rule(
    implementation = _impl,
    attrs = {"env": attr.string_dict(), "program": attr.label(allow_single_file = True)},
    executable = True,
)
)";

constexpr char kScript[] = "#!/bin/sh\ncat /etc/private-root \"$@\"\n";

constexpr char kSettings[] =
    "common --enable_workspace --noenable_bzlmod\n"
    "common --repository_cache= --disk_cache= --color=no --curses=no\n"
    "build --repo_env=BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN=1\n";

template <typename T>
T value_or_end(std::expected<T, Error> result) {
  if (result) {
    return *std::move(result);
  }
  std::cerr << result.error().message << std::endl;
  std::abort();
}

std::string workspace_file() {
  const fs::path project = fs::canonical(peers::runfile("WORKSPACE_FILE")).parent_path();
  return "local_repository(name = \"lambda_runtime\", path = \"" + project.string() +
         "\")\n"
         "load(\"@lambda_runtime//images/base:repositories.bzl\", \"lambda_base_images\")\n"
         "lambda_base_images()\n";
}

void copy_program(const fs::path& from, const fs::path& to) {
  fs::copy_file(fs::canonical(from), to);
  fs::permissions(to, fs::perms::owner_all, fs::perm_options::add);
}

}  // namespace

const Machine& Machine::get() {
  static const Machine machine;
  return machine;
}

Machine::Machine()
    : folder_(peers::machine_folder()),
      authority_(value_or_end(peers::make_authority(peers::new_folder("authority"), "a test's"))) {
  const auto store =
      value_or_end(peers::make_java_trust_store(peers::new_folder("store"), authority_));
  startup_ =
      "startup --max_idle_secs=120 --host_jvm_args=-Djavax.net.ssl.trustStore=" + store.string() +
      " --host_jvm_args=-Djavax.net.ssl.trustStorePassword=changeit\n";
  for (const std::string name : {"home", "cache", "programs", "workspace/tools"}) {
    fs::create_directories(folder_ / name);
  }
  copy_program(peers::runfile("BAZEL"), workspace() / "tools/bazel");
  copy_program(peers::runfile("REPORT"), workspace() / "report.bin");
  copy_program("/usr/bin/cat", workspace() / "cat.bin");
  peers::write_file(workspace() / "script.bin", kScript);
  fs::permissions(workspace() / "script.bin", fs::perms::owner_all, fs::perm_options::add);
  peers::write_file(workspace() / "BUILD", kBuild);
  peers::write_file(workspace() / "started.bzl", kRule);
  peers::write_file(workspace() / "WORKSPACE", workspace_file());
  fs::create_symlink(peers::runfile("STAND_IN_ROOT"), folder_ / "programs/mmdebstrap");
  fs::create_symlink("/bin/false", folder_ / "programs/apt-get");  // There is no network.
  set_rc("");
  first_ = bazel({"run", "//:report"}, {.input = "the first event"});
}

void Machine::set_rc(const std::string& lines) const {
  peers::write_file(workspace() / ".bazelrc", startup_ + kSettings + lines);
}

peers::Outcome Machine::bazel(const std::vector<std::string>& words, const Call& call) const {
  peers::Command command{{(workspace() / "tools/bazel").string()},
                         call.environment,
                         call.folder.empty() ? workspace() : call.folder,
                         call.input};
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
  const std::string path =
      (folder_ / "programs").string() + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin";
  for (const auto& [name, value] :
       std::map<std::string, std::string>{{"HOME", folder_ / "home"},
                                          {"USER", "somebody"},
                                          {"LAMBDA_BAZEL", "private"},
                                          {"LAMBDA_BAZEL_CACHE", cache()},
                                          {"PATH", path}}) {
    command.environment.emplace(name, value);
  }
  return peers::run(command, kLimit);
}

std::string Machine::root_rc() const {
  for (const auto& entry : fs::directory_iterator(cache())) {
    const fs::path file = entry.path() / "etc/bazel/bazelrc";
    if (fs::exists(file)) {
      return peers::read_file(file);
    }
  }
  return "";
}

}  // namespace lambda::tools_test
