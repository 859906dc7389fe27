// One call that changes something at AWS: a plan is a list of them.
#pragma once

#include <string>
#include <vector>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

namespace lambda::deploy {

/// What a step needs of an earlier one.
enum class StepNeed {
  kNothing,
  kRole,       // "Role": the ARN that `create-role` gave.
  kPartition,  // "PolicyArn": the partition, "aws" or "aws-cn", of the role that was made.
  kVersion,    // "FunctionVersion": the one that `publish-version` gave.
  kOwner,      // "ExpectedBucketOwner": the account of the role that was made.
  kPin,        // "CodeSha256", "RevisionId": of the function, once it is as desired.
};

struct Step {
  std::string service;
  std::string operation;
  Poco::JSON::Object::Ptr input;   // Never null.
  std::vector<std::string> words;  // Files, by their path.
  std::vector<std::string> lines;  // For people; the first is a summary. Nothing secret.
  StepNeed need = StepNeed::kNothing;
  bool is_function_changed = false;  // Lambda works at it for a while afterwards.
  bool is_role_ours = false;         // The role may be so new that Lambda does not know it yet.
  bool is_pinned = false;            // "RevisionId": the function's, as it was last seen.
  std::string code_sha256;           // The code that Lambda must have afterwards; empty: unknown.
  std::string denied_hint;           // What to type where AWS denies it.
  std::string done_error;            // The type of the error that says it was done before.
  std::string unless_version;        // Skipped when the version needed is this one.
};

/// An input with one member.
Poco::JSON::Object::Ptr input_of(const std::string& name, const Poco::Dynamic::Var& value);

/// A list of texts, for an input.
Poco::JSON::Array::Ptr list_of(const std::vector<std::string>& texts);

/// What `--plan` prints: a line for each step, its details indented, and that nothing was done.
std::string plan_text(const std::vector<Step>& steps);

}  // namespace lambda::deploy
