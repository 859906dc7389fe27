// The writer. A refused part leaves the head empty at its end, so that nothing half-written is
// sent.
#include "core/http/request_head.h"

#include <array>
#include <charconv>
#include <cstring>

#include "core/http/scan.h"

namespace lambda::http {

bool is_header_value(std::string_view value) {
  constexpr std::uint64_t kDeletes = 0x7f7f7f7f7f7f7f7f;
  const auto mark = [](std::uint64_t word) {
    return mark_below(word, ' ') | mark_below(word ^ kDeletes, 1);
  };
  std::size_t at = 0;
  while ((at = find_marked(value, at, mark)) < value.size()) {
    if (value[at++] != '\t') {
      return false;
    }
  }
  return true;
}

void RequestHead::append(std::string_view text) {
  if (text.empty()) {
    return;  // Its pointer may be null, which memcpy() does not take.
  }
  if (text.size() > kBytesMax - size_) {
    is_refused_ = true;
    return;
  }
  std::memcpy(buffer_.get() + size_, text.data(), text.size());
  size_ += text.size();
}

RequestHead& RequestHead::begin(std::string_view method, std::string_view path_begin,
                                std::string_view path_middle, std::string_view path_end) {
  size_ = 0;
  is_refused_ = false;
  append(method);
  append(" ");
  append(path_begin);
  append(path_middle);
  append(path_end);
  append(" HTTP/1.1\r\n");
  return *this;
}

RequestHead& RequestHead::add_lines(std::string_view lines) {
  append(lines);
  return *this;
}

RequestHead& RequestHead::add(std::string_view name, std::string_view value) {
  if (!is_header_value(value)) {
    is_refused_ = true;
    return *this;
  }
  return add_checked(name, value);
}

RequestHead& RequestHead::add_checked(std::string_view name, std::string_view value) {
  append(name);
  append(": ");
  append(value);
  append("\r\n");
  return *this;
}

RequestHead& RequestHead::add(std::string_view name, std::uint64_t value) {
  std::array<char, 20> digits;
  const auto [end, failure] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return add_checked(name, std::string_view(digits.data(), end));
}

std::string_view RequestHead::finish() {
  append("\r\n");
  return is_refused_ ? std::string_view() : std::string_view(buffer_.get(), size_);
}

}  // namespace lambda::http
