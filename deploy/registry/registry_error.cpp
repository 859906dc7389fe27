// Registries say what is wrong in a list of errors with codes; proxies before them say HTML.
#include "deploy/registry/registry_error.h"

#include <algorithm>
#include <utility>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include "core/json/json_object.h"

namespace lambda::registry {
namespace {

constexpr std::size_t kShownBytesMax = 600;
constexpr std::size_t kErrorsMax = 8;

std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') {
      c = ' ';
    }
  }
  return text.substr(0, kShownBytesMax);
}

std::vector<std::pair<std::string, std::string>> errors_of(std::string_view body) {
  std::vector<std::pair<std::string, std::string>> errors;
  const auto root = parse_json_object(body, "the registry's answer");
  const Poco::JSON::Array::Ptr list = root ? (*root)->getArray("errors") : nullptr;
  if (list.isNull()) {
    return errors;
  }
  for (unsigned i = 0; i < list->size() && i < kErrorsMax; ++i) {
    const Poco::JSON::Object::Ptr entry = list->getObject(i);
    if (entry.isNull()) {
      continue;
    }
    errors.emplace_back(string_member(*entry, "code").value_or(""),
                        string_member(*entry, "message").value_or(""));
  }
  return errors;
}

std::string_view type_of(int status) {
  if (status == 401) {
    return "Registry.Unauthorized";
  }
  if (status == 403) {
    return "Registry.Denied";
  }
  return is_passing(status) ? "Registry.Busy" : "Registry.Refused";
}

std::string_view remedy_of(int status) {
  if (status == 401) {
    return ". Log in: `docker login HOST`, or LAMBDA_REGISTRY_USER and LAMBDA_REGISTRY_PASSWORD in "
           "the environment; for ECR, credentials that the aws command finds";
  }
  if (status == 403) {
    return ". The login has expired (ECR's does after twelve hours), or is known but may not do "
           "this: log in again, or ask for the right to push";
  }
  if (status == 413) {
    return ". Something before the registry limits the size: --chunk-mib=8 sends less at once";
  }
  return "";
}

}  // namespace

std::string registry_words(std::string_view body) {
  std::string words;
  for (const auto& [code, message] : errors_of(body)) {
    words += (words.empty() ? "" : "; ") + code + (message.empty() ? "" : ": ") + message;
  }
  return printable(std::move(words));
}

bool has_code(std::string_view body, std::string_view code) {
  return std::ranges::any_of(errors_of(body),
                             [&](const auto& error) { return error.first == code; });
}

Fault fault_of(std::string_view method, const Url& url, const Answer& answer) {
  Url shown = url;
  shown.target.erase(std::min(shown.target.find('?'), shown.target.size()));
  std::string message = std::string(method) + " " + url_text(shown) + " was answered " +
                        std::to_string(answer.status);
  if (const std::string words = registry_words(answer.body); !words.empty()) {
    message += ", " + words;
  }
  std::string type(type_of(answer.status));
  if (has_code(answer.body, "NAME_UNKNOWN")) {
    type = "Registry.NameUnknown";
  }
  message += remedy_of(answer.status);
  const bool passes = is_passing(answer.status);
  return {{passes ? Outlook::kPassing : Outlook::kLasting, std::move(type), std::move(message)},
          passes ? parse_retry_after(answer.header("Retry-After"), std::chrono::system_clock::now())
                 : std::nullopt};
}

}  // namespace lambda::registry
