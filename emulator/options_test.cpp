// The command line, its variables, and what it says about mistakes.
#include "emulator/options.h"

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

using Variables = std::map<std::string, std::string>;

std::expected<Options, Error> parse(std::vector<std::string> arguments, Variables variables = {}) {
  return parse_options(arguments, [&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) {
      return std::nullopt;
    }
    return found->second;
  });
}

TEST(Options, HaveLambdasDefaults) {
  const auto options = parse({});
  ASSERT_TRUE(options.has_value());
  EXPECT_EQ(options->address, "127.0.0.1:8080");
  EXPECT_EQ(options->timeout, std::chrono::seconds(3));
  EXPECT_EQ(options->memory_mb, 128u);
  EXPECT_EQ(options->function_name, "function");
  EXPECT_FALSE(options->bootstrap.has_value());
  EXPECT_FALSE(options->event.has_value());
}

TEST(Options, ReadEveryOption) {
  const std::string file = ::testing::TempDir() + "/note";
  std::ofstream(file) << "sha256:abc\n";
  const auto options = parse({"--bootstrap",
                              "./b",
                              "--address=0.0.0.0:0",
                              "--function-name",
                              "hello",
                              "--timeout",
                              "1.5",
                              "--memory",
                              "512",
                              "--env",
                              "ONE=1=2",
                              "--env",
                              "TWO=",
                              "--max-concurrency",
                              "7",
                              "--task-root",
                              "/t",
                              "--layer-root",
                              "/l",
                              "--port-file",
                              "p",
                              "--invoke",
                              "-1",
                              "--note",
                              "--strange",
                              "--note-file",
                              "digest: =" + file,
                              "--typed-as",
                              "make it",
                              "my.handler"});
  ASSERT_TRUE(options.has_value()) << options.error().message;
  EXPECT_EQ(options->bootstrap, "./b");
  EXPECT_EQ(options->address, "0.0.0.0:0");
  EXPECT_EQ(options->function_name, "hello");
  EXPECT_EQ(options->timeout, std::chrono::milliseconds(1500));
  EXPECT_EQ(options->memory_mb, 512u);
  EXPECT_EQ(options->concurrency_max, 7u);
  EXPECT_EQ(options->task_root, "/t");
  EXPECT_EQ(options->layer_root, "/l");
  EXPECT_EQ(options->port_file, "p");
  EXPECT_EQ(options->event, "-1");
  EXPECT_EQ(options->handler, "my.handler");
  EXPECT_EQ(options->notes, (std::vector<std::string>{"--strange", "digest: sha256:abc"}));
  using Pair = std::pair<std::string, std::string>;
  EXPECT_EQ(options->environment, (std::vector<Pair>{{"ONE", "1=2"}, {"TWO", ""}}));
  EXPECT_EQ(options->credentials, std::vector<Pair>());
  EXPECT_EQ(options->typed_as, "make it");
}

TEST(Options, PassOnWhatIsNamed) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const Variables variables = {{"PASSED", "on"},
                               {"OTHER", "stays"},
                               {"AWS_ACCESS_KEY_ID", "key"},
                               {"AWS_SECRET_ACCESS_KEY", "secret"}};
  const auto passed = parse({"--env", "PASSED"}, variables);
  ASSERT_TRUE(passed.has_value()) << passed.error().message;
  EXPECT_EQ(passed->environment, (Pairs{{"PASSED", "on"}}));
  EXPECT_EQ(passed->credentials, Pairs());
  const auto keys = parse({"--credentials", "environment"}, variables);
  ASSERT_TRUE(keys.has_value()) << keys.error().message;
  EXPECT_EQ(keys->environment, Pairs());
  EXPECT_EQ(keys->credentials,
            (Pairs{{"AWS_ACCESS_KEY_ID", "key"}, {"AWS_SECRET_ACCESS_KEY", "secret"}}));
}

struct Limit {
  std::vector<std::string> arguments;
  bool is_taken;
};

class OptionLimit : public ::testing::TestWithParam<Limit> {};

TEST_P(OptionLimit, IsExact) {
  EXPECT_EQ(parse(GetParam().arguments).has_value(), GetParam().is_taken);
}

INSTANTIATE_TEST_SUITE_P(
    Table, OptionLimit,
    ::testing::Values(
        Limit{{"--timeout", "0.001"}, true}, Limit{{"--timeout", "0.000"}, false},
        Limit{{"--timeout", "0.0001"}, false}, Limit{{"--timeout", "1800"}, true},
        Limit{{"--timeout", "1800.001"}, false}, Limit{{"--memory", "128"}, true},
        Limit{{"--memory", "127"}, false}, Limit{{"--memory", "32768"}, true},
        Limit{{"--memory", "32769"}, false}, Limit{{"--max-concurrency", "1"}, true},
        Limit{{"--max-concurrency", "1000"}, true}, Limit{{"--max-concurrency", "1001"}, false},
        Limit{{"--function-name", std::string(64, 'n')}, true},
        Limit{{"--function-name", std::string(65, 'n')}, false},
        Limit{{"--env", "NAME=" + std::string(4085, 'v')}, true},
        Limit{{"--env", "NAME=" + std::string(4086, 'v')}, false},
        Limit{{"--env", "NAME=" + std::string(4000, 'v'), "--env", "MORE=" + std::string(75, 'v')},
              true},
        Limit{{"--env", "NAME=" + std::string(4000, 'v'), "--env", "MORE=" + std::string(76, 'v')},
              false},
        Limit{{"--env", "NAME=" + std::string(2043, '"')}, false},
        Limit{{"--env", "NAME=" + std::string(2042, '"')}, true},
        // The last of equal names counts, as when the process starts.
        Limit{
            {"--env", "NAME=" + std::string(4000, 'v'), "--env", "NAME=" + std::string(4000, 'v')},
            true}));

TEST(Options, ReadVariablesAndLetTheCommandLineWin) {
  const Variables variables = {{"LAMBDA_EMULATOR_ADDRESS", "0.0.0.0:9"},
                               {"AWS_LAMBDA_FUNCTION_TIMEOUT", "30"},
                               {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"},
                               {"AWS_LAMBDA_FUNCTION_NAME", "named"},
                               {"LAMBDA_TASK_ROOT", "/root"}};
  const auto options = parse({"--timeout", "5"}, variables);
  ASSERT_TRUE(options.has_value());
  EXPECT_EQ(options->address, "0.0.0.0:9");
  EXPECT_EQ(options->timeout, std::chrono::seconds(5));
  EXPECT_EQ(options->memory_mb, 256u);
  EXPECT_EQ(options->function_name, "named");
  EXPECT_EQ(options->task_root, "/root");
}

TEST(Options, TakeHostsOneByOneAndAsAList) {
  const Variables variables = {{"LAMBDA_EMULATOR_ALLOW_HOST", "a.example,b.example"}};
  const auto options = parse({"--allow-host", "c.example", "--allow-host", "*"}, variables);
  ASSERT_TRUE(options.has_value());
  EXPECT_EQ(options->allowed_hosts,
            (std::vector<std::string>{"a.example", "b.example", "c.example", "*"}));
  EXPECT_TRUE(parse({})->allowed_hosts.empty());
}

struct Mistake {
  std::vector<std::string> arguments;
  const char* found;   // What the message must name.
  const char* remedy;  // What it must propose.
};

class OptionMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(OptionMistake, IsNamedWithItsRemedy) {
  const auto options = parse(GetParam().arguments);
  ASSERT_FALSE(options.has_value());
  EXPECT_NE(options.error().message.find(GetParam().found), std::string::npos)
      << options.error().message;
  EXPECT_NE(options.error().message.find(GetParam().remedy), std::string::npos)
      << options.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, OptionMistake,
    ::testing::Values(
        Mistake{{"--tiemout", "3"}, "--tiemout", "Did you mean --timeout SECONDS"},
        Mistake{{"--timeout"}, "lacks its value", "--timeout SECONDS"},
        Mistake{{"--timeout", "0"}, "\"0\"", "--timeout 30"},
        Mistake{{"--timeout", "1801"}, "\"1801\"", "--timeout 30"},
        Mistake{{"--timeout", "3s"}, "\"3s\"", "--timeout 30"},
        Mistake{{"--timeout", "1."}, "\"1.\"", "--timeout 30"},
        Mistake{{"--memory", "64"}, "\"64\"", "--memory 512"},
        Mistake{{"--max-concurrency", "0"}, "\"0\"", "--max-concurrency 10"},
        Mistake{{"--function-name", "a b"}, "a b", "--function-name hello"},
        Mistake{{"--function-name", "a:1"}, "a:1", "--function-name hello"},
        Mistake{{"--env", "A"}, "\"A\"", "NAME=VALUE"},
        Mistake{{"--env", "_AB=1"}, "\"_AB\"", "NAME=VALUE"},
        Mistake{{"--env", "ABSENT"}, "ABSENT", "--env ABSENT=VALUE"},
        Mistake{{"--env", "AWS_ACCESS_KEY_ID=1"}, "AWS_ACCESS_KEY_ID", "--credentials environment"},
        Mistake{{"--credentials", "file"}, "\"file\"", "--credentials environment"},
        Mistake{{"--credentials", "environment"}, "AWS_ACCESS_KEY_ID", "aws configure"},
        Mistake{{"--env", "NAME=" + std::string(5000, 'v')}, "5011 bytes", "4096"},
        Mistake{{"--env", "=1"}, "\"\"", "NAME=VALUE"},
        Mistake{{"--env", "AWS_REGION=x"}, "AWS_REGION", "another name"},
        Mistake{{"--allow-host", "http://a.example"},
                "http://a.example",
                "--allow-host lambda.example.com"},
        Mistake{{"--allow-host", "a.example:80"}, "a.example:80", "without scheme and port"},
        Mistake{{"--allow-host", "a,,b"}, "\"\"", "--allow-host"},
        Mistake{{"--note-file", "x"}, "\"x\"", "LABEL=FILE"},
        Mistake{{"--note-file", "x=/no/such"}, "/no/such", "Name one"},
        Mistake{{"a", "b"}, "a and b", "--invoke"}));

TEST(Options, NameTheVariableThatIsWrong) {
  const auto options = parse({}, {{"AWS_LAMBDA_FUNCTION_TIMEOUT", "soon"}});
  ASSERT_FALSE(options.has_value());
  EXPECT_NE(options.error().message.find("AWS_LAMBDA_FUNCTION_TIMEOUT"), std::string::npos);
}

TEST(Help, TeachesEveryOptionAndFitsTheScreen) {
  ASSERT_TRUE(parse({"--timeout", "x", "--help"})->wants_help);
  const std::string help = help_text();
  for (const EmulatorOption& option : emulator_options()) {
    EXPECT_NE(help.find("  --" + option.rule.name + " "), std::string::npos) << option.rule.name;
  }
  for (std::size_t at = 0; at < help.size();) {
    const std::size_t end = help.find('\n', at);
    EXPECT_LE(end - at, 110u) << help.substr(at, end - at);
    at = end + 1;
  }
}

}  // namespace
}  // namespace lambda::emulator
