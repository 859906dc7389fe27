// What a target's rule takes, `deploy` takes too: both are held to one table, and have the same
// numbers.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include <Poco/JSON/Array.h>
#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/json/json_object.h"
#include "core/lambda/quotas.h"
#include "deploy/plan/deploy_check.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Object;

Object::Ptr table() {
  const std::filesystem::path runfiles = std::getenv("TEST_SRCDIR");
  const auto text = read_file(runfiles / std::getenv("SHARED_CASES"), 1 << 20);
  return *parse_json_object(text.value(), "the table");
}

// A deployment that is good but for what a case says.
DesiredFunction desired_with(const std::string& kind, const std::string& value) {
  DesiredFunction desired{.name = "f",
                          .architecture = "x86_64",
                          .code = {.zip = "f.zip"},
                          .role = "arn:aws:iam::1:role/r"};
  if (kind == "name") {
    desired.name = value;
  }
  if (kind == "handler") {
    desired.handler = value;
  }
  if (kind == "memory") {
    desired.memory_mb = std::stoul(value);
  }
  if (kind == "timeout") {
    desired.timeout_seconds = std::stoul(value);
  }
  if (kind == "variable") {
    desired.environment.built = {{value, "x"}};
  }
  if (kind == "variable_bytes") {
    desired.environment.built = {{"AB", std::string(std::stoul(value), 'x')}};
  }
  return desired;
}

TEST(SharedCases, AreTakenAsTheTableSays) {
  const Object::Ptr kinds = table()->getObject("cases");
  EXPECT_EQ(kinds->size(), 6u) << "a kind that desired_with does not know changes nothing";
  for (const std::string& kind : kinds->getNames()) {
    const Object::Ptr cases = kinds->getObject(kind);
    EXPECT_GT(cases->size(), 1u) << kind;
    for (const std::string& value : cases->getNames()) {
      using namespace std::chrono_literals;
      const auto checked = check_deployment(desired_with(kind, value), Found(), 2026y / 11 / 24);
      EXPECT_EQ(checked.has_value(), string_member(*cases, value) != "neither")
          << kind << " '" << value << "': " << (checked ? "taken" : checked.error().message);
    }
  }
}

TEST(SharedCases, HaveTheSameLimits) {
  const Object::Ptr limits = table()->getObject("limits");
  const std::map<std::string, std::uint64_t> ours = {
      {"environment_bytes_max", quotas::kEnvironmentBytesMax},
      {"handler_max", quotas::kHandlerMax},
      {"memory_mb_max", quotas::kMemoryMbMax},
      {"memory_mb_min", quotas::kMemoryMbMin},
      {"name_max", quotas::kFunctionNameMax},
      {"timeout_seconds_max", quotas::kTimeoutSecondsMax}};
  EXPECT_EQ(limits->size(), ours.size());
  for (const auto& [name, value] : ours) {
    EXPECT_EQ(size_member(*limits, name), value) << name;
  }
}

TEST(SharedCases, HaveTheSameReservedVariables) {
  std::set<std::string> theirs;
  const Poco::JSON::Array::Ptr list = table()->getArray("reserved");
  for (unsigned i = 0; i < list->size(); ++i) {
    theirs.insert(list->get(i).toString());
  }
  std::set<std::string> ours(quotas::kRuntimeVariables.begin(), quotas::kRuntimeVariables.end());
  ours.insert(quotas::kCredentialVariables.begin(), quotas::kCredentialVariables.end());
  EXPECT_EQ(theirs, ours);
}

}  // namespace
}  // namespace lambda::deploy
