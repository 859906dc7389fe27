// One pass over the header. Commas part both challenges and parameters: a word that no '=' follows
// begins a new challenge.
#include "deploy/registry/login/challenge.h"

#include <optional>
#include <utility>

#include "core/errors/error.h"

namespace lambda::registry {
namespace {

bool is_token_character(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kMarks.contains(c);
}

/// What is left to read.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  bool is_at_end() const { return rest_.empty(); }

  void skip_blanks() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) {
      rest_.remove_prefix(1);
    }
  }

  void skip_commas() {
    for (skip_blanks(); take(','); skip_blanks()) {
    }
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  std::string token() {
    std::size_t size = 0;
    while (size < rest_.size() && is_token_character(rest_[size])) {
      ++size;
    }
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }

  std::optional<std::string> value() {
    if (!take('"')) {
      std::string text = token();
      return text.empty() ? std::nullopt : std::optional(std::move(text));
    }
    std::string text;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') {
        return text;
      }
      if (c == '\\') {
        if (rest_.empty()) {
          return std::nullopt;
        }
        text += rest_.front();
        rest_.remove_prefix(1);
      } else {
        text += c;
      }
    }
    return std::nullopt;
  }

 private:
  std::string_view rest_;
};

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c | 0x20);
    }
  }
  return text;
}

std::unexpected<Error> bad_challenge(const std::string& rule) {
  return failure("Registry.BadChallenge",
                 "the registry asks for a login in a form that is none "
                 "(WWW-Authenticate): " +
                     rule);
}

}  // namespace

std::string Challenge::parameter(const std::string& name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? "" : found->second;
}

std::expected<std::vector<Challenge>, Error> parse_challenges(std::string_view header) {
  if (header.size() > kChallengeBytesMax) {
    return bad_challenge("it is too long");
  }
  std::vector<Challenge> challenges;
  Reader reader(header);
  for (reader.skip_commas(); !reader.is_at_end(); reader.skip_commas()) {
    std::string word = lower(reader.token());
    if (word.empty()) {
      return bad_challenge("a word was expected");
    }
    reader.skip_blanks();
    if (!reader.take('=')) {
      if (challenges.size() == kChallengesMax) {
        return bad_challenge("it offers too many ways");
      }
      challenges.push_back({std::move(word), {}});
      continue;
    }
    reader.skip_blanks();
    auto value = reader.value();
    if (!value) {
      return bad_challenge("the value of " + word + " does not end");
    }
    if (challenges.empty()) {
      return bad_challenge(word + " stands before any scheme");
    }
    auto& parameters = challenges.back().parameters;
    if (parameters.size() == kChallengeParametersMax) {
      return bad_challenge("too many parameters");
    }
    parameters.emplace(std::move(word), std::move(*value));
  }
  return challenges;
}

}  // namespace lambda::registry
