// The daemon's socket is a file in a folder of its own, so that many may run side by side.
#include "tests/peers/docker.h"

#include <signal.h>

#include "tests/peers/private_machine.h"
#include "tests/peers/run.h"

namespace lambda::peers {
namespace {

constexpr std::chrono::seconds kStart{20};
constexpr std::chrono::milliseconds kPoll{50};

}  // namespace

DockerDaemon::DockerDaemon(Child child, std::filesystem::path folder)
    : child_(std::move(child)), folder_(std::move(folder)) {}

std::expected<std::unique_ptr<DockerDaemon>, Error> DockerDaemon::start() {
  const std::filesystem::path folder = machine_folder() / "docker";
  std::filesystem::create_directory(folder);
  const std::string socket = "unix://" + (folder / "socket").string();
  auto child = Child::start(
      {{"dockerd", "--data-root", folder / "data", "--exec-root", folder / "exec", "--pidfile",
        folder / "pid", "--host", socket, "--iptables=false", "--ip6tables=false", "--bridge=none",
        "--cgroup-parent", "/" + machine_folder().filename().string()},
       {},
       {},
       {}});
  if (!child) {
    return std::unexpected(child.error());
  }
  std::unique_ptr<DockerDaemon> daemon(new DockerDaemon(std::move(*child), folder));
  const auto end = std::chrono::steady_clock::now() + kStart;
  while (run(daemon->client({"version"})).status != 0) {
    if (daemon->child_.wait(kPoll) || std::chrono::steady_clock::now() > end) {
      return std::unexpected(
          Error{"Peers.NoServer", "dockerd does not answer\n" + daemon->child_.standard_error()});
    }
  }
  return daemon;
}

DockerDaemon::~DockerDaemon() {
  child_.send(SIGTERM);
  child_.wait(std::chrono::seconds(10));
}

Command DockerDaemon::client(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(),
                   {"docker", "--host", "unix://" + (folder_ / "socket").string()});
  return {arguments, {{"DOCKER_CONFIG", folder_ / "config"}}, {}, {}};
}

}  // namespace lambda::peers
