// A value is everything behind the first `=`.
#include "deploy/plan/environment_file.h"

#include <algorithm>

#include "core/errors/error.h"

namespace lambda::deploy {
namespace {

constexpr std::size_t kFileBytesMax = 1 << 20;

}  // namespace

std::expected<std::pair<std::string, std::string>, Error> parse_variable(std::string_view word,
                                                                         const FindVariable& find) {
  const std::size_t equals = word.find('=');
  std::string name(word.substr(0, equals));
  if (name.empty() || name.find_first_of(" \t") != name.npos) {
    return failure("Deploy.Environment",
                   "A variable is written NAME=VALUE, or NAME to take the value from your "
                   "own environment; here the name is missing or has a space.");
  }
  if (equals != word.npos) {
    return std::pair(std::move(name), std::string(word.substr(equals + 1)));
  }
  auto value = find(name);
  if (!value) {
    return failure("Deploy.Environment", name +
                                             " has no value, and your own environment has "
                                             "none for it either. Write " +
                                             name + "=VALUE, or export it.");
  }
  return std::pair(std::move(name), *std::move(value));
}

std::expected<Variables, Error> parse_environment_file(std::string_view text,
                                                       const FindVariable& find) {
  if (text.size() > kFileBytesMax) {
    return failure("Deploy.Environment", "The file of variables has more than 1 MB.");
  }
  Variables variables;
  std::size_t number = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    std::string_view line = text.substr(start, end - start);
    start = end + 1;
    ++number;
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    if (line.empty() || line.front() == '#') {
      continue;
    }
    auto variable = parse_variable(line, find);
    if (!variable) {
      Error error = variable.error();
      error.message =
          "Line " + std::to_string(number) + " of the file of variables: " + error.message;
      return std::unexpected(std::move(error));
    }
    variables.insert_or_assign(std::move(variable->first), std::move(variable->second));
  }
  return variables;
}

}  // namespace lambda::deploy
