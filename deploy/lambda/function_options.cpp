// Options override the target; what neither says stays as it is.
#include "deploy/lambda/function_options.h"

#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "deploy/plan/role_plan.h"

namespace lambda::deploy {
namespace {

constexpr std::size_t kEnvironmentFileBytesMax = 1 << 20;
constexpr std::uint64_t kNumberMax = 1'000'000;

std::expected<std::uint64_t, Error> number_option(const Arguments& arguments,
                                                  const std::string& name, std::uint64_t built) {
  if (!arguments.has(name)) {
    return built;
  }
  const std::string text = arguments.one(name);
  std::uint64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number == 0 ||
      number > kNumberMax) {
    return failure("Usage", "--" + name + "=" + text + " is not a number from 1 up.");
  }
  return number;
}

template <typename Value, std::size_t kSize>
std::expected<Value, Error> word_option(
    const Arguments& arguments, const std::string& name, Value unsaid,
    const std::array<std::pair<const char*, Value>, kSize>& words) {
  if (!arguments.has(name)) {
    return unsaid;
  }
  std::string known;
  for (const auto& [word, value] : words) {
    if (arguments.one(name) == word) {
      return value;
    }
    known += (known.empty() ? "" : ", ") + std::string(word);
  }
  return failure("Usage",
                 "--" + name + "=" + arguments.one(name) + " is not one of " + known + ".");
}

// Any file, also a pipe: a password manager's output need never be on a disk.
std::expected<std::string, Error> read_whole(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(kEnvironmentFileBytesMax + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  std::error_code problem;  // A folder can be opened, and has no end but no bytes either.
  if (!stream.eof() || std::filesystem::is_directory(file, problem)) {
    return failure("File.Unreadable", file +
                                          ": it cannot be read, or has more than 1 MB. Name a "
                                          "file of lines NAME=VALUE.");
  }
  return text;
}

// Files first, so that a single --env wins over them.
std::expected<EnvironmentWish, Error> environment_options(const images::FunctionDocument& document,
                                                          const Arguments& arguments,
                                                          const FindVariable& find) {
  EnvironmentWish wish{.built = document.environment};
  for (const std::string& file : arguments.all("env-file")) {
    const auto text = read_whole(file);
    if (!text) {
      return std::unexpected(text.error());
    }
    auto variables = parse_environment_file(*text, find);
    if (!variables) {
      return std::unexpected(variables.error());
    }
    for (auto& [name, value] : *variables) {
      wish.given.insert_or_assign(name, std::move(value));
    }
  }
  for (const std::string& word : arguments.all("env")) {
    auto variable = parse_variable(word, find);
    if (!variable) {
      return std::unexpected(variable.error());
    }
    wish.given.insert_or_assign(std::move(variable->first), std::move(variable->second));
  }
  for (const std::string& name : arguments.all("unset-env")) {
    if (wish.given.contains(name)) {
      return failure("Usage", name + " is both given and unset. Leave one of them out.");
    }
    wish.unset.insert(name);
  }
  return wish;
}

std::expected<std::map<std::string, std::string>, Error> tag_options(const Arguments& arguments) {
  std::map<std::string, std::string> tags;
  for (const std::string& word : arguments.all("function-tag")) {
    const std::size_t equals = word.find('=');
    if (equals == 0 || equals == word.npos) {
      return failure("Usage", "--function-tag=" + word + " is not written NAME=VALUE.");
    }
    tags[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return tags;
}

void read_role(DesiredFunction& desired, const Arguments& arguments) {
  desired.role = arguments.one("role");
  desired.is_role_created = arguments.has("create-role");
  desired.is_role_default = desired.is_role_created && desired.role.empty();
  if (desired.is_role_default) {
    desired.role = default_role_name(desired.name);
  }
}

void read_layers(DesiredFunction& desired, const Arguments& arguments) {
  if (!arguments.has("layer")) {
    return;
  }
  desired.layers = arguments.all("layer");
  if (*desired.layers == std::vector<std::string>{"none"}) {
    desired.layers->clear();
  }
}

}  // namespace

std::vector<OptionRule> function_options() {
  return {
      {"role", "ROLE", "the role it runs as: a name or an ARN; a new function needs one"},
      {"create-role", "", "make the role when it is missing, with permission to write logs"},
      {"memory", "MB", "its memory, 128 or more"},
      {"timeout", "SECONDS", "how long one invocation may take"},
      {"env", "NAME=VALUE", "an environment variable; NAME alone takes your own value of it", false,
       true},
      {"env-file", "FILE", "variables, a line each; those of the function are kept", false, true},
      {"unset-env", "NAME", "remove a variable", false, true},
      {"function-tag", "K=V", "tag the function; no tag is removed", false, true},
      {"log-format", "FORMAT", "text or json"},
      {"layer", "ARN", "a layer's version; those given replace all; `none` for no layer", false,
       true},
      {"handler", "NAME", "the handler that the bootstrap runs; default: the target's name"},
      {"runtime", "NAME", "the runtime of a zip; default: provided.al2023"},
      {"allow-any-runtime", "", "also a deprecated or unknown runtime"},
      {"url", "KIND", "a URL of its own: none, iam (signed requests), public (everybody)"},
      {"publish", "", "publish a version of it"},
      {"alias", "NAME", "publish, and point this alias at the version; --url is then the alias's"},
  };
}

std::expected<DesiredFunction, Error> read_function_options(
    const images::FunctionDocument& document, const Arguments& arguments,
    const FindVariable& find) {
  constexpr std::array<std::pair<const char*, UrlKind>, 3> kUrls = {
      {{"none", UrlKind::kNone}, {"iam", UrlKind::kIam}, {"public", UrlKind::kPublic}}};
  constexpr std::array<std::pair<const char*, const char*>, 2> kFormats = {
      {{"text", "Text"}, {"json", "JSON"}}};
  DesiredFunction desired{
      .name = document.name,
      .runtime = arguments.one("runtime"),
      .is_any_runtime = arguments.has("allow-any-runtime"),
      .handler = arguments.has("handler") ? arguments.one("handler") : document.handler,
      .is_published = arguments.has("publish"),
      .alias = arguments.one("alias")};
  const auto memory = number_option(arguments, "memory", document.memory_mb);
  if (!memory) {
    return std::unexpected(memory.error());
  }
  desired.memory_mb = *memory;
  const auto timeout = number_option(arguments, "timeout", document.timeout_seconds);
  if (!timeout) {
    return std::unexpected(timeout.error());
  }
  desired.timeout_seconds = *timeout;
  const auto url = word_option(arguments, "url", UrlKind::kUnsaid, kUrls);
  if (!url) {
    return std::unexpected(url.error());
  }
  desired.url = *url;
  const auto format = word_option<const char*>(arguments, "log-format", "", kFormats);
  if (!format) {
    return std::unexpected(format.error());
  }
  desired.log_format = *format;
  auto environment = environment_options(document, arguments, find);
  if (!environment) {
    return std::unexpected(environment.error());
  }
  desired.environment = *std::move(environment);
  auto tags = tag_options(arguments);
  if (!tags) {
    return std::unexpected(tags.error());
  }
  desired.tags = *std::move(tags);
  read_role(desired, arguments);
  read_layers(desired, arguments);
  return desired;
}

}  // namespace lambda::deploy
