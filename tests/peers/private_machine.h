// A machine inside the machine, for tests that start containers and daemons: its own processes,
// mounts, loopback and binary formats, so that nothing is left behind and nothing is disturbed.
// Arm64 programs run in it through qemu, without a word to the kernel outside.
// Source: namespaces(7), user_namespaces(7), pid_namespaces(7); Linux's binfmt-misc (a registry of
// its own for each user namespace since Linux 6.7).
#pragma once

#include <expected>
#include <filesystem>
#include <functional>

#include "core/errors/error.h"

namespace lambda::peers {

/// Runs `body` as process 1 of a private machine and returns its result. When it ends, every
/// process that it started ends, and so does the machine. Call it before any thread exists.
/// Error: Peers.NoPrivateMachine, naming the step that failed and what it needs. Of a step that
/// fails inside, the message goes to standard error, and the result is 1.
std::expected<int, Error> in_private_machine(const std::function<int()>& body);

/// A folder with a short path, for the machine that the caller runs in; removed with the machine.
/// Control groups below one of its last name are removed too. Empty outside of a private machine.
std::filesystem::path machine_folder();

}  // namespace lambda::peers
