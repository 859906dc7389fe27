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

#include <cerrno>
#include <cstring>
#include <string>

#include "tests/peers/child.h"

namespace lambda::peers {
namespace {

using Step = std::expected<void, Error>;

// Where the formats are mounted: a folder every system has, and no test looks at.
constexpr std::string_view kFormats = "/mnt";

// How an arm64 ELF file begins, and which of its bits count.
constexpr std::string_view kArm64Magic =
    R"(\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00)";
constexpr std::string_view kArm64Mask =
    R"(\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff)";

std::unexpected<Error> failed(const std::string& step) {
  return std::unexpected(
      Error{Remedy::kReportAndExit, "Peers.NoPrivateMachine",
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
  if (file < 0) return false;
  const bool is_written = write(file, text.data(), text.size()) == std::ssize(text);
  close(file);
  return is_written;
}

// Only a process outside a user namespace may map more than one of its users: so a child that
// stays outside waits until the namespace exists, then writes the maps.
Step enter_namespaces(Network network) {
  int created[2];
  if (pipe2(created, O_CLOEXEC) != 0) return failed("making a pipe");
  const std::string process = "/proc/" + std::to_string(getpid());
  const pid_t mapper = fork();
  if (mapper < 0) return failed("starting a process");
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
  if (made != 0) return failed("making namespaces");
  if (!is_told || status != 0) return failed("mapping users");
  return {};
}

Step raise_loopback() {
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  const int socket_file = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool is_read = socket_file >= 0 && ioctl(socket_file, SIOCGIFFLAGS, &request) == 0;
  request.ifr_flags |= IFF_UP;
  const bool is_up = is_read && ioctl(socket_file, SIOCSIFFLAGS, &request) == 0;
  if (socket_file >= 0) close(socket_file);
  if (!is_up) return failed("raising the loopback interface");
  return {};
}

// Flag F: the kernel opens qemu now, so it need not be in any container. Flag P: argv[0] is kept.
Step register_arm64() {
  const auto qemu = find_program("qemu-aarch64");
  if (!qemu) return std::unexpected(qemu.error());
  if (mount("binfmt_misc", kFormats.data(), "binfmt_misc", 0, nullptr) != 0) {
    return failed("mounting binfmt_misc");
  }
  const std::string line = ":lambda-arm64:M::" + std::string(kArm64Magic) + ":" +
                           std::string(kArm64Mask) + ":" + qemu->string() + ":FP";
  if (!write_whole(std::string(kFormats) + "/register", line)) return failed("registering qemu");
  return {};
}

Step furnish(Network network) {
  const auto loopback = [&] { return network == Network::kOwn ? raise_loopback() : Step{}; };
  return mount_proc().and_then(loopback).and_then(register_arm64);
}

}  // namespace

std::expected<int, Error> in_private_machine(Network network, const std::function<int()>& body) {
  if (geteuid() != 0) {
    errno = EPERM;
    return failed("becoming root");
  }
  if (unshare(CLONE_NEWNS) != 0) return failed("making a mount namespace");
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return failed("mounting /");
  if (const auto shown = mount_proc().and_then([&] { return enter_namespaces(network); }); !shown) {
    return std::unexpected(shown.error());
  }
  const pid_t first = fork();
  if (first < 0) return failed("starting process 1");
  if (first == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (const auto ready = furnish(network); !ready) {
      const std::string text = ready.error().type + ": " + ready.error().message + "\n";
      const ssize_t ignored = write(STDERR_FILENO, text.data(), text.size());
      static_cast<void>(ignored);
      _exit(1);
    }
    exit(body());
  }
  int status = 0;
  waitpid(first, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace lambda::peers
