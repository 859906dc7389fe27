// The part of the language that Bazel's printer uses: `name: value` and `name { ... }`.
#include "tools/rule_docs/text_proto.h"

#include <cctype>
#include <cstddef>

namespace lambda::tools {
namespace {

constexpr int kDepthMax = 32;

template <typename Value>
using Result = std::expected<Value, std::string>;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  // Up to the end of the text, or of the message that is `depth` deep.
  Result<Message> message(int depth) {
    Message message;
    for (skip_space(); at_ < text_.size() && text_[at_] != '}'; skip_space()) {
      if (auto read = field(message, depth); !read) {
        return std::unexpected(read.error());
      }
    }
    if ((at_ < text_.size()) != (depth > 0)) {
      return fail("a brace is missing or one too many");
    }
    return message;
  }

 private:
  std::unexpected<std::string> fail(const std::string& what) const {
    return std::unexpected("malformed at byte " + std::to_string(at_) + ": " + what);
  }

  void skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
      ++at_;
    }
  }

  bool take(char wanted) {
    skip_space();
    const bool is_there = at_ < text_.size() && text_[at_] == wanted;
    at_ += is_there ? 1 : 0;
    return is_there;
  }

  std::string word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  std::string_view("_-.+").contains(text_[at_]))) {
      ++at_;
    }
    return std::string(text_.substr(start, at_ - start));
  }

  Result<void> field(Message& message, int depth) {
    std::string name = word();
    if (name.empty()) {
      return fail("the name of a field was expected");
    }
    const bool has_colon = take(':');
    if (take('{')) {
      if (depth == kDepthMax) {
        return fail("too many messages in one another");
      }
      auto inner = this->message(depth + 1);
      if (!inner) {
        return std::unexpected(inner.error());
      }
      ++at_;  // The brace that ended it.
      message.add(std::move(name), *std::move(inner));
      return {};
    }
    auto text = has_colon ? value() : fail("a colon or a brace was expected");
    if (!text) {
      return std::unexpected(text.error());
    }
    message.add(std::move(name), *std::move(text));
    return {};
  }

  // A text in quotes, which may go on in further ones, or a number or a name.
  Result<std::string> value() {
    skip_space();
    std::string all;
    if (at_ == text_.size() || text_[at_] != '"') {
      all = word();
      return all.empty() ? Result<std::string>(fail("a value was expected")) : all;
    }
    while (take('"')) {
      while (at_ < text_.size() && text_[at_] != '"') {
        if (auto read = character(all); !read) {
          return std::unexpected(read.error());
        }
      }
      if (!take('"')) {
        return fail("a text has no end");
      }
    }
    return all;
  }

  Result<void> character(std::string& all) {
    const char first = text_[at_++];
    if (first != '\\') {
      all += first;
      return {};
    }
    if (at_ == text_.size()) {
      return fail("a text has no end");
    }
    const char escaped = text_[at_++];
    if (escaped >= '0' && escaped <= '3' && at_ + 2 <= text_.size()) {
      all +=
          static_cast<char>((escaped - '0') * 64 + (text_[at_] - '0') * 8 + text_[at_ + 1] - '0');
      at_ += 2;
      return {};
    }
    const std::size_t known = std::string_view("nrt\"'\\").find(escaped);
    if (known == std::string_view::npos) {
      return fail("an unknown escape");
    }
    all += "\n\r\t\"'\\"[known];
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string Message::text(std::string_view field) const {
  for (const auto& [name, text] : texts_) {
    if (name == field) {
      return text;
    }
  }
  return "";
}

std::vector<const Message*> Message::messages(std::string_view field) const {
  std::vector<const Message*> found;
  for (const auto& [name, message] : messages_) {
    if (name == field) {
      found.push_back(&message);
    }
  }
  return found;
}

void Message::add(std::string field, std::string text) {
  texts_.emplace_back(std::move(field), std::move(text));
}

void Message::add(std::string field, Message message) {
  messages_.emplace_back(std::move(field), std::move(message));
}

std::expected<Message, std::string> read_message(std::string_view text) {
  return Reader(text).message(0);
}

}  // namespace lambda::tools
