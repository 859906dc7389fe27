// Which variables a function gets: Lambda's and its own, and the caller's only where they are the
// image's.
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "emulator/testing/started_entrypoint.h"

namespace lambda::emulator {
namespace {

namespace fs = std::filesystem;
using testing::Ended;
using testing::has;

class FunctionVariables : public testing::StartedEntrypoint {};

TEST_F(FunctionVariables, AreNotTheShells) {
  const Ended ended = run(
      {"--bootstrap", bootstrap_, "--env", "MINE=own", "--invoke", "1", "environment"},
      {"SHELLS_OWN=secret", "PATH=/shell", "LANG=C", "TZ=Europe/Berlin", "LD_LIBRARY_PATH=/shell",
       "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret", "AWS_REGION=eu-west-1"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  for (const char* there :
       {R"("MINE":"own")", R"("PATH":"/var/lang/bin:)", R"("LANG":"en_US.UTF-8")", R"("TZ":":UTC")",
        R"("LD_LIBRARY_PATH":"/var/lang/lib:)", R"("AWS_REGION":"eu-west-1")",
        R"("AWS_ACCOUNT_ID":"012345678912")"}) {
    EXPECT_TRUE(has(ended.out, there)) << there << ended.out;
  }
  for (const char* absent : {"SHELLS_OWN", "HOME", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
                             "AWS_EXECUTION_ENV", "TEST_TMPDIR"}) {
    EXPECT_FALSE(has(ended.out, absent)) << absent << ended.out;
  }
}

TEST_F(FunctionVariables, ArePassedOnByNameAndCredentialsTogether) {
  const Ended ended = run({"--bootstrap", bootstrap_, "--env", "PASSED", "--credentials",
                           "environment", "--invoke", "1", "environment"},
                          {"PASSED=on", "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret",
                           "AWS_SESSION_TOKEN=token"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  for (const char* there :
       {R"("PASSED":"on")", R"("AWS_ACCESS_KEY_ID":"key")", R"("AWS_SECRET_ACCESS_KEY":"secret")",
        R"("AWS_SESSION_TOKEN":"token")"}) {
    EXPECT_TRUE(has(ended.out, there)) << there << ended.out;
  }
}

struct Settings {
  std::vector<std::string> variables;
  const char* expected;
};

TEST_F(FunctionVariables, FollowTheSettingsThatTheEmulatorReads) {
  const Settings table[] = {
      {{"AWS_REGION=", "AWS_DEFAULT_REGION="}, R"("AWS_REGION":"us-east-1")"},
      {{"AWS_REGION=", "AWS_DEFAULT_REGION=eu-west-1"}, R"("AWS_REGION":"eu-west-1")"},
      {{"AWS_REGION=eu-west-2", "AWS_DEFAULT_REGION=eu-west-1"}, R"("AWS_REGION":"eu-west-2")"},
      {{"AWS_REGION=eu-west-2"}, R"("AWS_DEFAULT_REGION":"eu-west-2")"},
      {{"AWS_LAMBDA_FUNCTION_NAME=hello"}, R"("AWS_LAMBDA_LOG_GROUP_NAME":"/aws/lambda/hello")"},
      {{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512"}, R"("AWS_LAMBDA_FUNCTION_MEMORY_SIZE":"512")"},
      {{"LAMBDA_TASK_ROOT=/tmp"}, R"("LAMBDA_TASK_ROOT":"/tmp")"},
  };
  for (const Settings& row : table) {
    const Ended ended =
        run({"--bootstrap", bootstrap_, "--invoke", "1", "environment"}, row.variables);
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_TRUE(has(ended.out, row.expected)) << row.expected << ended.out;
  }
  const Ended named = run({"--bootstrap", bootstrap_, "--invoke", "1"}, {"_HANDLER=environment"});
  EXPECT_TRUE(has(named.out, R"("_HANDLER":"environment")")) << named.out << named.err;
}

/// In the child: mounts a folder over /var, so that /var/task is the image's.
void enter_image(const fs::path& var) {
  const bool is_root = ::geteuid() == 0;
  const int spaces = is_root ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
  if (::unshare(spaces) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount(var.c_str(), "/var", nullptr, MS_BIND, nullptr) != 0) {
    std::perror("a machine with its own /var");
    ::_exit(125);
  }
}

TEST_F(FunctionVariables, AreTheImagesWhereTheFunctionLiesWhereAnImageHasIt) {
  fs::create_directories(folder_ / "var/task");
  fs::copy_file(bootstrap_, folder_ / "var/task/bootstrap");
  const Ended ended =
      wait(start({"--invoke", "1", "environment"},
                 {"IMAGE_VARIABLE=set", "PATH=/image", "_DROPPED=1", "AWS_ACCESS_KEY_ID=key"},
                 [this] { enter_image(folder_ / "var"); }));
  EXPECT_EQ(ended.status, 0) << ended.err;
  for (const char* there :
       {R"("IMAGE_VARIABLE":"set")", R"("PATH":"/image")", R"("_HANDLER":"environment")",
        R"("AWS_EXECUTION_ENV":"AWS_Lambda_Image")", R"("AWS_ACCESS_KEY_ID":"key")",
        R"("LAMBDA_TASK_ROOT":"/var/task")", R"("cwd":"/var/task")"}) {
    EXPECT_TRUE(has(ended.out, there)) << there << ended.out;
  }
  EXPECT_FALSE(has(ended.out, "_DROPPED")) << ended.out;
}

}  // namespace
}  // namespace lambda::emulator
