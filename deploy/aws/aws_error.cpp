// The known errors are tables.
#include "deploy/aws/aws_error.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace lambda::deploy {
namespace {

constexpr std::size_t kSaidBytesMax = 4000;
constexpr std::size_t kCodeBytesMax = 100;
constexpr std::string_view kOpening = "An error occurred (";

// A part of a code, or of the text where there is no code.
struct Known {
  std::string_view part;
  std::string_view type;  // Empty: the service's own code.
  std::string_view advice;
};

constexpr std::string_view kLogIn =
    "Log in again: `aws sso login` or `aws login`, or renew AWS_SESSION_TOKEN.";
constexpr std::string_view kNoCredentials =
    "Configure some: `aws configure` or `aws sso login`, or name a profile with --profile NAME.";
constexpr std::string_view kNoRegion = "Add --region NAME, for example --region eu-central-1.";

constexpr std::array<Known, 13> kCodes = {{
    {"NoCredentials", "Aws.NoCredentials", kNoCredentials},
    {"NoRegion", "Aws.NoRegion", kNoRegion},
    {"Expired", "Aws.Expired", kLogIn},
    {"UnrecognizedClient", "",
     "The credentials are not known there. Which are in use: `aws sts get-caller-identity`."},
    {"InvalidClientTokenId", "",
     "The credentials are not known there. Which are in use: `aws configure list`."},
    {"AccessDenied", "",
     "These credentials may not do it: ask for that permission, or take others with --profile."},
    {"Throttl", "", "AWS asks for fewer calls. Run it again in a minute."},
    {"TooManyRequests", "", "AWS asks for fewer calls. Run it again in a minute."},
    {"ResourceConflict", "", "Another change is under way. Run it again."},
    {"ResourceInUse", "", "Another change is under way. Run it again."},
    {"PreconditionFailed", "", "Somebody else has changed it since it was read. Run it again."},
    {"ServiceException", "", "AWS failed, not you. Run it again."},
    {"InternalFailure", "", "AWS failed, not you. Run it again."},
}};

constexpr std::array<Known, 11> kTexts = {{
    {"Unable to locate credentials", "Aws.NoCredentials", kNoCredentials},
    {"artial credentials found", "Aws.NoCredentials", kNoCredentials},
    {"must specify a region", "Aws.NoRegion", kNoRegion},
    {"config profile", "Aws.NoProfile",
     "See those there are with `aws configure list-profiles`, or leave --profile out."},
    {"oken has expired", "Aws.Expired", kLogIn},
    {"Error loading SSO Token", "Aws.Expired", kLogIn},
    {"Error when retrieving token from sso", "Aws.Expired", kLogIn},
    {"Could not connect to the endpoint URL", "Aws.NoAnswer",
     "Is the network up, and does that Region (or --endpoint-url) exist?"},
    {"timeout on endpoint URL", "Aws.NoAnswer", "Is the network up? Run it again."},
    {"Unknown parameter in input", "Aws.TooOld",
     "This `aws` command is too old for that option. Install the newest version 2."},
    {"Invalid choice", "Aws.TooOld",
     "This `aws` command is too old for that. Install the newest version 2."},
}};

// One line, without the opening that names the tool twice.
std::string tidied(std::string_view said) {
  std::string text;
  for (const char c : said.substr(0, kSaidBytesMax)) {
    const bool is_space = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (is_space && (text.empty() || text.back() == ' ')) {
      continue;
    }
    text += is_space || std::iscntrl(static_cast<unsigned char>(c)) != 0 ? ' ' : c;
  }
  while (text.ends_with(' ')) {
    text.pop_back();
  }
  for (const std::string_view opening : {"aws: [ERROR]: ", "aws: error: "}) {
    if (text.starts_with(opening)) {
      text.erase(0, opening.size());
    }
  }
  return text;
}

std::string code_of(std::string_view text) {
  const std::size_t begin = text.find(kOpening);
  if (begin == text.npos) {
    return "";
  }
  const std::string_view rest = text.substr(begin + kOpening.size());
  const std::string_view code = rest.substr(0, rest.find(')'));
  const bool is_code =
      !code.empty() && code.size() < kCodeBytesMax && code.size() < rest.size() &&
      std::ranges::all_of(
          code, [](unsigned char c) { return std::isalnum(c) != 0 || c == '.' || c == '_'; });
  return is_code ? std::string(code) : "";
}

// The text behind "when calling the X operation: ", which repeats what the caller knows.
std::string message_of(const std::string& text) {
  const std::size_t opening = text.find(kOpening);
  const std::size_t behind = opening == text.npos ? text.npos : text.find("): ", opening);
  const std::size_t operation = text.find(" operation: ");
  if (opening != text.npos && operation != text.npos) {
    return text.substr(operation + 12);
  }
  const std::size_t retries = text.find(" operation (reached max retries");
  if (opening != text.npos && retries != text.npos) {
    return text.substr(opening);
  }
  return behind == text.npos ? text : text.substr(behind + 3);
}

}  // namespace

Error aws_error(std::string_view call, std::string_view said) {
  const std::string text = tidied(said);
  const std::string code = code_of(text);
  Error error{code.empty() ? "Aws.Failed" : "Aws." + code,
              "aws " + std::string(call) + ": " +
                  (text.empty() ? "it failed without a word." : message_of(text))};
  if (!code.empty()) {
    error.message += " (" + code + ")";
  }
  const auto apply = [&](const Known& known) {
    if (!known.type.empty()) {
      error.type = known.type;
    }
    error.message += "\n  " + std::string(known.advice);
    return error;
  };
  for (const Known& known : kCodes) {
    if (code.contains(known.part)) {
      return apply(known);
    }
  }
  for (const Known& known : kTexts) {
    if (text.contains(known.part)) {
      return apply(known);
    }
  }
  return error;
}

}  // namespace lambda::deploy
