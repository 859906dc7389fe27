// A folder in the place of another, for tests in a machine of their own: private_machine.h.
// Source: mount(2), MS_BIND.
#pragma once

#include <sys/mount.h>

#include <filesystem>

#include <gtest/gtest.h>

namespace lambda::peers {

/// Until the object ends. `place` must exist and outlive it. A refused mount fails the test.
class Mounted {
 public:
  Mounted(const std::filesystem::path& folder, const char* place) : place_(place) {
    EXPECT_EQ(0, ::mount(folder.c_str(), place, nullptr, MS_BIND, nullptr)) << place;
  }
  ~Mounted() { ::umount2(place_, MNT_DETACH); }
  Mounted(const Mounted&) = delete;
  Mounted& operator=(const Mounted&) = delete;

 private:
  const char* place_;
};

}  // namespace lambda::peers
