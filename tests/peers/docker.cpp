// The daemon's socket is a file in a folder of its own, so that many may run side by side.
#include "tests/peers/docker.h"

#include <signal.h>
#include <unistd.h>

#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

constexpr std::chrono::seconds kStart{20};
constexpr std::chrono::milliseconds kPoll{50};

// Short, since the path of a socket has 107 bytes at most, and Bazel's folders are deep.
std::filesystem::path short_folder() {
  char folder[] = "/tmp/docker.XXXXXX";
  return mkdtemp(folder) == nullptr ? std::filesystem::path() : std::filesystem::path(folder);
}

// Control groups are the one thing that a private machine shares: each holds only empty groups now.
void remove_groups(const std::filesystem::path& name) {
  const std::filesystem::path root = "/sys/fs/cgroup";
  std::vector<std::filesystem::path> groups = {root / name};
  std::error_code ignored;  // A group that is not there, or not empty, stays as it is.
  for (const auto& hierarchy : std::filesystem::directory_iterator(root, ignored)) {
    groups.push_back(hierarchy.path() / name);
  }
  for (const std::filesystem::path& group : groups) {
    std::vector<std::filesystem::path> below;
    for (const auto& entry : std::filesystem::directory_iterator(group, ignored)) {
      if (entry.is_directory()) below.push_back(entry.path());
    }
    for (const std::filesystem::path& path : below) rmdir(path.c_str());
    rmdir(group.c_str());
  }
}

}  // namespace

DockerDaemon::DockerDaemon(Child child, std::filesystem::path folder)
    : child_(std::move(child)), folder_(std::move(folder)) {}

std::expected<std::unique_ptr<DockerDaemon>, Error> DockerDaemon::start() {
  const std::filesystem::path folder = short_folder();
  const std::string socket = "unix://" + (folder / "socket").string();
  auto child = Child::start(
      {{"dockerd", "--data-root", folder / "data", "--exec-root", folder / "exec", "--pidfile",
        folder / "pid", "--host", socket, "--iptables=false", "--ip6tables=false", "--bridge=none",
        "--cgroup-parent", "/" + folder.filename().string()},
       {},
       {},
       {}});
  if (!child) return std::unexpected(child.error());
  std::unique_ptr<DockerDaemon> daemon(new DockerDaemon(std::move(*child), folder));
  const auto end = std::chrono::steady_clock::now() + kStart;
  while (run(daemon->client({"version"})).status != 0) {
    if (daemon->child_.wait(kPoll) || std::chrono::steady_clock::now() > end) {
      return std::unexpected(Error{Remedy::kReportAndExit, "Peers.NoServer",
                                   "dockerd does not answer\n" + daemon->child_.standard_error()});
    }
  }
  return daemon;
}

DockerDaemon::~DockerDaemon() {
  child_.send(SIGTERM);
  child_.wait(std::chrono::seconds(10));
  std::error_code ignored;  // What remains is a folder in /tmp; the test's verdict stands.
  std::filesystem::remove_all(folder_, ignored);
  remove_groups(folder_.filename());
}

Command DockerDaemon::client(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(),
                   {"docker", "--host", "unix://" + (folder_ / "socket").string()});
  return {arguments, {{"DOCKER_CONFIG", folder_ / "config"}}, {}, {}};
}

}  // namespace lambda::peers
