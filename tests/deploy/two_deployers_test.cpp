// Two deployers of one function at once, interleaved by force at every call of AWS: each alias that
// one of them moves serves that one's code and settings, and whoever comes too late is told so. The
// real aws command, moto, and before it what AWS checks and moto does not: lambda_manners.h.
#include <filesystem>
#include <sstream>

#include <Poco/Base64Encoder.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <gtest/gtest.h>

#include "tests/deploy/cloud.h"
#include "tests/deploy/gate.h"
#include "tests/peers/child.h"
#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

using peers::Outcome;
using std::chrono::milliseconds;

constexpr char kFunctions[] = "/2015-03-31/functions";
constexpr std::chrono::seconds kLimit{240};

// Before which of its calls each is held: the first until the second is held too, the second until
// the first has ended. A call that it never makes: it runs through.
struct Interleaving {
  int first;
  int second;
  bool is_new;  // Both create the function.
};

// A deployment's calls are, of a function that is there: get-function, get-alias, the settings, the
// code, publish-version, get-function of the version, update-alias. Of a new one: get-function,
// get-alias, create-function, publish-version, get-function of the version, create-alias.
std::vector<Interleaving> interleavings() {
  std::vector<Interleaving> all;
  for (int first = 2; first <= 7; ++first) {
    for (int second = 3; second <= 8; ++second) {
      all.push_back({first, second, false});
    }
  }
  for (int first = 3; first <= 6; ++first) {
    for (const int second : {4, 5, 7}) {
      all.push_back({first, second, true});
    }
  }
  all.push_back({3, 6, true});
  all.push_back({5, 6, true});
  return all;
}

Poco::JSON::Object::Ptr parsed(const std::string& text) {
  return Poco::JSON::Parser().parse(text).extract<Poco::JSON::Object::Ptr>();
}

std::string base64(const std::string& bytes) {
  std::ostringstream text;
  Poco::Base64Encoder encoder(text);
  encoder.rdbuf()->setLineLength(0);
  encoder << bytes;
  encoder.close();
  return std::move(text).str();
}

// One of the two, with code and a setting of its own.
struct Deployer {
  FunctionFiles files;
  std::string code_sha256;  // As Lambda tells it.
  int timeout_seconds = 0;
};

class TwoDeployers : public Cloud, public testing::WithParamInterface<Interleaving> {
 protected:
  void SetUp() override {
    Cloud::SetUp();
    first_ = {with_code("first"), "", 11};
    second_ = {with_code("second"), "", 22};
    first_.code_sha256 = created("first-code", zip_of(first_));
    second_.code_sha256 = created("second-code", zip_of(second_));
    ASSERT_NE(first_.code_sha256, second_.code_sha256);
    if (GetParam().is_new) {
      return;
    }
    // There already, with other code and settings than either wants.
    created("hello", with_code("third").architectures.at(0).zip);
    told("POST", "/hello/versions", "{}");
    told("POST", "/hello/aliases", R"({"Name": "live", "FunctionVersion": "1"})");
  }

  static Poco::JSON::Object::Ptr told(const std::string& method, const std::string& path,
                                      const std::string& body) {
    const auto answer =
        peers::exchange(control().port(),
                        {method,
                         kFunctions + path,
                         {{"content-type", "application/json"},
                          {"authorization",
                           "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/lambda/aws4_request"}},
                         body});
    EXPECT_TRUE(answer.has_value()) << answer.error().message;
    EXPECT_EQ(2, answer->status / 100) << answer->body;
    return parsed(answer->body);
  }

  // moto runs nothing, and aws looks whether it is a zip: one without files, with a comment.
  static FunctionFiles with_code(const std::string& comment) {
    const std::filesystem::path zip = peers::new_folder("code") / "function.zip";
    peers::write_file(zip, "PK\5\6" + std::string(16, '\0') + static_cast<char>(comment.size()) +
                               std::string(1, '\0') + comment);
    FunctionFiles files;
    files.architectures.resize(1);
    files.architectures[0].architecture = "x86_64";
    files.architectures[0].zip = zip;
    return files;
  }

  static std::filesystem::path zip_of(const Deployer& deployer) {
    return deployer.files.architectures.at(0).zip;
  }

  // Creates a function without the aws command, and returns what Lambda says of its code.
  static std::string created(const std::string& name, const std::filesystem::path& zip) {
    Poco::JSON::Object code;
    code.set("ZipFile", base64(peers::read_file(zip)));
    Poco::JSON::Object body;
    body.set("FunctionName", name).set("Role", role()).set("Runtime", "provided.al2023");
    body.set("Handler", "hello").set("Timeout", 3).set("Code", code);
    std::ostringstream text;
    body.stringify(text);
    return told("POST", "", text.str())->getValue<std::string>("CodeSha256");
  }

  static peers::Child started(const Deployer& deployer, const Gate& gate) {
    peers::Command words = command(deployer.files, "deploy",
                                   {"--from", "zip", "--role", role(), "--alias", "live",
                                    "--timeout", std::to_string(deployer.timeout_seconds)});
    words.arguments.back() = gate.endpoint();
    auto child = peers::Child::start(words);
    EXPECT_TRUE(child.has_value()) << child.error().message;
    return *std::move(child);
  }

  static peers::RecordingProxy::Interception manners() {
    return [](const peers::HttpRequest& request) { return lambda_manners().answer(request); };
  }

  // Which of both has made the version.
  static std::string owner_of(const std::string& version) {
    const auto described = told("GET", "/hello?Qualifier=" + version, "");
    const auto found = described->getObject("Configuration");
    const std::string code = found->getValue<std::string>("CodeSha256");
    const int timeout = found->getValue<int>("Timeout");
    if (code == first_.code_sha256 && timeout == first_.timeout_seconds) {
      return "first";
    }
    if (code == second_.code_sha256 && timeout == second_.timeout_seconds) {
      return "second";
    }
    return "nobody: code " + code + ", timeout " + std::to_string(timeout);
  }

  // The versions that a deployer's own calls have made the alias point at.
  static std::vector<std::string> released(const Gate& gate) {
    std::vector<std::string> versions;
    for (const auto& [request, answer] : gate.exchanges()) {
      if (!request.path.contains("/aliases") || request.method == "GET") {
        continue;
      }
      if (answer.status / 100 != 2) {
        continue;
      }
      versions.push_back(parsed(request.body)->getValue<std::string>("FunctionVersion"));
    }
    return versions;
  }

  static void expect_end(int status, const peers::Child& child, const Gate& gate,
                         const std::string& name) {
    for (const std::string& version : released(gate)) {
      EXPECT_EQ(name, owner_of(version)) << "version " << version;
    }
    const std::string errors = child.standard_error();
    if (status == 0) {
      EXPECT_EQ(1u, released(gate).size()) << name << ": " << errors;
      return;
    }
    EXPECT_EQ(1, status) << errors;
    EXPECT_TRUE(errors.contains("Another deployer changed")) << name << ": " << errors;
    EXPECT_TRUE(errors.contains("ype the same again")) << name << ": " << errors;
    EXPECT_EQ("", child.standard_output());
    EXPECT_TRUE(released(gate).empty()) << name << ": " << errors;
  }

  static Deployer first_;
  static Deployer second_;
};

Deployer TwoDeployers::first_;
Deployer TwoDeployers::second_;

TEST_P(TwoDeployers, ServeNothingOfEachOther) {
  Gate first_gate(moto().port(), manners(), GetParam().first);
  Gate second_gate(moto().port(), manners(), GetParam().second);
  const auto reached = [](Gate& gate, peers::Child& child) {
    return gate.is_reached([&] { return child.wait(milliseconds(20)).has_value(); });
  };
  peers::Child first = started(first_, first_gate);
  ASSERT_TRUE(reached(first_gate, first)) << first.standard_error();
  peers::Child second = started(second_, second_gate);
  reached(second_gate, second);
  first_gate.open();
  const auto first_status = first.wait(kLimit);
  second_gate.open();
  const auto second_status = second.wait(kLimit);
  ASSERT_TRUE(first_status && second_status) << "a deployment never ended";
  expect_end(*first_status, first, first_gate, "first");
  expect_end(*second_status, second, second_gate, "second");
  EXPECT_TRUE(*first_status == 0 || *second_status == 0)
      << first.standard_error() << second.standard_error();
  const auto alias = told("GET", "/hello/aliases/live", "");
  const std::string owner = owner_of(alias->getValue<std::string>("FunctionVersion"));
  EXPECT_TRUE((owner == "first" && *first_status == 0) ||
              (owner == "second" && *second_status == 0))
      << owner;
}

INSTANTIATE_TEST_SUITE_P(Interleaved, TwoDeployers, testing::ValuesIn(interleavings()),
                         [](const auto& info) {
                           return std::string(info.param.is_new ? "New" : "There") +
                                  std::to_string(info.param.first) + "_" +
                                  std::to_string(info.param.second);
                         });

}  // namespace
}  // namespace lambda::deploy_test
