// Version 2 is Debian's package; version 1 is of the folder that moto is in too.
#include "tests/peers/aws/aws_cli.h"

#include <sstream>

#include <Poco/Exception.h>
#include <Poco/JSON/Parser.h>

#include "tests/peers/aws/moto.h"
#include "tests/peers/aws/python_folder.h"

namespace lambda::peers {
namespace {

constexpr std::string_view kPath = "/usr/local/bin:/usr/bin:/bin";

}  // namespace

std::map<std::string, std::string> aws_environment(AwsVersion version) {
  std::map<std::string, std::string> variables = {
      {"AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"},
      {"AWS_CONFIG_FILE", "/nonexistent/config"},
      {"AWS_EC2_METADATA_DISABLED", "true"},
      {"AWS_PAGER", ""},
      {"AWS_REGION", kAwsRegion},
      {"AWS_DEFAULT_REGION", kAwsRegion},
      {"AWS_SECRET_ACCESS_KEY", kAwsSecret},
      {"AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials"},
      {"HOME", "/nonexistent"},
      {"PATH", std::string(kPath)},
  };
  if (version == AwsVersion::kV1) {
    variables["PATH"] = (python_folder() / "bin").string() + ":" + std::string(kPath);
    variables["PYTHONPATH"] = python_folder();
  }
  return variables;
}

Outcome AwsCli::run(std::vector<std::string> words) const {
  const bool is_first = version_ == AwsVersion::kV1;
  words.insert(words.begin(), is_first ? (python_folder() / "bin/aws").string() : "aws");
  words.insert(words.end(), {"--endpoint-url", endpoint()});
  return peers::run({words, aws_environment(version_), {}, {}});
}

std::expected<Poco::JSON::Object::Ptr, Error> AwsCli::object(std::vector<std::string> words) const {
  const Outcome outcome = run(words);
  std::ostringstream text;
  for (const std::string& word : words) {
    text << word << ' ';
  }
  text << outcome;
  if (outcome.status == 0) {
    try {
      return Poco::JSON::Parser().parse(outcome.output).extract<Poco::JSON::Object::Ptr>();
    } catch (const Poco::Exception& exception) {
      text << '\n' << exception.displayText();
    }
  }
  return std::unexpected(Error{"Peers.Aws", text.str()});
}

}  // namespace lambda::peers
