// Reads the text form of protocol buffers, as Bazel writes what it finds in docstrings.
// Source: https://protobuf.dev/reference/protobuf/textformat-spec/
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambda::tools {

/// A message: its fields in order. A field is a text (also of a number or a name) or a message.
class Message {
 public:
  /// The field's text; empty when there is none.
  std::string text(std::string_view field) const;

  /// Each message of the field.
  std::vector<const Message*> messages(std::string_view field) const;

  void add(std::string field, std::string text);
  void add(std::string field, Message message);

 private:
  std::vector<std::pair<std::string, std::string>> texts_;
  std::vector<std::pair<std::string, Message>> messages_;
};

/// Error: a sentence with the position, when `text` is malformed or deeper than 32 messages.
std::expected<Message, std::string> read_message(std::string_view text);

}  // namespace lambda::tools
