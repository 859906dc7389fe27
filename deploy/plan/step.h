// One call that changes something at AWS: what a plan is made of. Source: deploy/README.md.
#pragma once

#include <string>
#include <vector>

#include <Poco/JSON/Object.h>

namespace lambda::deploy {

/// What a step needs of an earlier one.
enum class StepNeed {
  kNothing,
  kRole,       // "Role": the ARN that `create-role` gave.
  kPartition,  // "PolicyArn": the partition, "aws" or "aws-cn", of the role that was made.
  kVersion,    // "FunctionVersion": the one that `publish-version` gave.
  kOwner,      // "ExpectedBucketOwner": the account of the role that was made.
  kPin,        // "CodeSha256", "RevisionId": of the function as it is when all is as wanted.
};

struct Step {
  std::string service;
  std::string operation;
  Poco::JSON::Object::Ptr input;   // Never null.
  std::vector<std::string> words;  // Files, by their path.
  std::vector<std::string> lines;  // For people; the first says it all. Nothing secret.
  StepNeed need = StepNeed::kNothing;
  bool is_function_changed = false;  // Lambda works at it for a while afterwards.
  bool is_role_ours = false;         // The role may be so new that Lambda does not know it yet.
  bool is_pinned = false;            // "RevisionId": the function's, as it was last seen.
  std::string code_sha256;           // What Lambda must have afterwards. Empty: not known.
  std::string denied_hint;           // What to type where AWS denies it.
  std::string done_error;            // The error's type that means: it was done before.
  std::string unless_version;        // Not done when the version needed is this one.
};

}  // namespace lambda::deploy
