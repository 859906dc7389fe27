// A function that is wanted, and one that is so already, for the tests of plans.
#pragma once

#include "deploy/plan/desired_function.h"
#include "deploy/plan/found_function.h"

namespace lambda::deploy {

/// A function from a zip, all of it said that must be.
inline DesiredFunction zip_function() {
  return {.name = "f",
          .architecture = "x86_64",
          .code = {.zip = "/built/f.zip",
                   .zip_bytes = 9,
                   .zip_sha256 = "new=",
                   .zip_digest = "sha256:abc"},
          .role = "arn:aws:iam::1:role/r"};
}

/// A function that is as zip_function() wants it.
inline FoundFunction same_function() {
  return {.arn = "arn:f",
          .package_type = "Zip",
          .architecture = "x86_64",
          .code_sha256 = "new=",
          .role_arn = "arn:aws:iam::1:role/r",
          .runtime = "provided.al2023",
          .handler = "f",
          .environment = {{"A", "1"}},
          .tags = {{"t", "1"}},
          .state = "Active",
          .update_status = "Successful",
          .revision = "rev"};
}

}  // namespace lambda::deploy
