// Two steps of namespaces: first a mount namespace of the outer root, to show a whole /proc (a new
// one may be mounted later only where one is fully visible), then those of the private machine.
#include "tests/peers/private_machine.h"

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include "tests/peers/child.h"

namespace lambda::peers {
namespace {

using Step = std::expected<void, Error>;

constexpr char kFolderVariable[] = "PRIVATE_MACHINE_FOLDER";

// Where the formats are mounted: a folder every system has, and no test looks at.
constexpr std::string_view kFormats = "/mnt";

// How an arm64 ELF file begins, and which of its bits count.
constexpr std::string_view kArm64Magic =
    R"(\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00)";
constexpr std::string_view kArm64Mask =
    R"(\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff)";

std::unexpected<Error> failed(const std::string& step) {
  return std::unexpected(
      Error{"Peers.NoPrivateMachine",
            step + ": " + std::strerror(errno) +
                ". This test makes namespaces of its own: run it as root, on Linux 6.7 or newer, "
                "outside Bazel's sandbox (its target has the tag no-sandbox)"});
}

Step mount_proc() {
  if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0) {
    return failed("mounting /proc");
  }
  return {};
}

bool write_whole(const std::string& path, std::string_view text) {
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) {
    return false;
  }
  const bool is_written = write(file, text.data(), text.size()) == std::ssize(text);
  close(file);
  return is_written;
}

Step enter_outer_namespace() {
  if (unshare(CLONE_NEWNS) != 0) {
    return failed("making a mount namespace");
  }
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    return failed("mounting /");
  }
  return mount_proc();
}

// Only a process outside a user namespace may map more than one of its users: so a child that
// stays outside waits until the namespace exists, then writes the maps.
Step enter_namespaces() {
  int created[2];
  if (pipe2(created, O_CLOEXEC) != 0) {
    return failed("making a pipe");
  }
  const std::string process = "/proc/" + std::to_string(getpid());
  const pid_t mapper = fork();
  if (mapper < 0) {
    return failed("starting a process");
  }
  if (mapper == 0) {
    char byte = 0;
    const bool is_told = read(created[0], &byte, 1) == 1;
    const bool is_mapped = is_told && write_whole(process + "/uid_map", "0 0 65536\n") &&
                           write_whole(process + "/gid_map", "0 0 65536\n");
    _exit(is_mapped ? 0 : 1);
  }
  const int made = unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID |
                           CLONE_NEWIPC | CLONE_NEWUTS);
  const int reason = errno;
  const bool is_told = made == 0 && write(created[1], "x", 1) == 1;
  close(created[1]);
  close(created[0]);
  int status = 1;
  waitpid(mapper, &status, 0);
  errno = reason;
  if (made != 0) {
    return failed("making namespaces");
  }
  if (!is_told || status != 0) {
    return failed("mapping users");
  }
  return {};
}

Step raise_loopback() {
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  const int socket_file = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool is_read = socket_file >= 0 && ioctl(socket_file, SIOCGIFFLAGS, &request) == 0;
  request.ifr_flags |= IFF_UP;
  const bool is_up = is_read && ioctl(socket_file, SIOCSIFFLAGS, &request) == 0;
  if (socket_file >= 0) {
    close(socket_file);
  }
  if (!is_up) {
    return failed("raising the loopback interface");
  }
  return {};
}

// Flag F: the kernel opens qemu now, so it need not be in any container. Flag P: argv[0] is kept.
Step register_arm64() {
  const auto qemu = find_program("qemu-aarch64");
  if (!qemu) {
    return std::unexpected(qemu.error());
  }
  if (mount("binfmt_misc", kFormats.data(), "binfmt_misc", 0, nullptr) != 0) {
    return failed("mounting binfmt_misc");
  }
  const std::string line = ":lambda-arm64:M::" + std::string(kArm64Magic) + ":" +
                           std::string(kArm64Mask) + ":" + qemu->string() + ":FP";
  if (!write_whole(std::string(kFormats) + "/register", line)) {
    return failed("registering qemu");
  }
  return {};
}

Step furnish() { return mount_proc().and_then(raise_loopback).and_then(register_arm64); }

// The program of process 1, or 1 with a message when its machine cannot be furnished.
int first_process(const std::function<int()>& body) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (const auto ready = furnish(); !ready) {
    std::cerr << ready.error().type << ": " << ready.error().message << std::endl;
    return 1;
  }
  return body();
}

int end_status(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    continue;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// In a child, so that whoever called stays outside of all namespaces.
int run_machine(const std::function<int()>& body) {
  const auto entered = enter_outer_namespace().and_then(enter_namespaces);
  if (!entered) {
    std::cerr << entered.error().type << ": " << entered.error().message << std::endl;
    return 1;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // Again: new credentials take it back.
  const pid_t first = fork();
  if (first < 0) {
    return 1;
  }
  if (first == 0) {
    exit(first_process(body));
  }
  return end_status(first);
}

volatile pid_t running_machine = -1;

// Bazel stops a test with SIGTERM, and waits a while: the machine ends, and the caller tidies up.
void stop_machine(int) { kill(running_machine, SIGKILL); }

// Its processes are gone, and its mounts with them: what is left are empty groups and files.
void remove_remains(const std::filesystem::path& folder) {
  const std::filesystem::path root = "/sys/fs/cgroup";
  std::error_code ignored;  // A leftover does not fail a test.
  std::vector<std::filesystem::path> trees = {root / folder.filename()};
  for (const auto& hierarchy : std::filesystem::directory_iterator(root, ignored)) {
    trees.push_back(hierarchy.path() / folder.filename());
  }
  for (const std::filesystem::path& tree : trees) {
    std::vector<std::filesystem::path> groups = {tree};
    for (const auto& entry : std::filesystem::recursive_directory_iterator(tree, ignored)) {
      if (entry.is_directory(ignored)) {
        groups.push_back(entry.path());
      }
    }
    // A path that holds another is shorter: the longest go first.
    std::ranges::sort(groups, std::greater(),
                      [](const auto& path) { return path.native().size(); });
    for (const std::filesystem::path& group : groups) {
      rmdir(group.c_str());
    }
  }
  std::filesystem::remove_all(folder, ignored);
}

}  // namespace

std::expected<int, Error> in_private_machine(const std::function<int()>& body) {
  if (geteuid() != 0) {
    errno = EPERM;
    return failed("becoming root");
  }
  // Short, since the path of a socket in it has 107 bytes at most, and Bazel's folders are deep.
  char folder[] = "/tmp/peers.XXXXXX";
  if (mkdtemp(folder) == nullptr) {
    return failed("making a folder in /tmp");
  }
  setenv(kFolderVariable, folder, 1);
  const pid_t machine = fork();
  if (machine == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGTERM, SIG_DFL);
    exit(run_machine(body));
  }
  running_machine = machine;
  if (machine > 0) {
    signal(SIGTERM, stop_machine);
  }
  const int status = machine < 0 ? 1 : end_status(machine);
  remove_remains(folder);
  if (machine < 0) {
    return failed("starting a process");
  }
  return status;
}

std::filesystem::path machine_folder() {
  const char* folder = std::getenv(kFolderVariable);
  return folder == nullptr ? std::filesystem::path() : std::filesystem::path(folder);
}

}  // namespace lambda::peers
