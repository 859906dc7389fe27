// One HTTP request as received and one answer as sent, as values. Source: RFC 9110, RFC 9112.
#include "emulator/http/http_message.h"

#include <algorithm>
#include <utility>

namespace lambda::emulator {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

const std::string* find_field(const std::vector<HttpField>& fields, std::string_view name) {
  for (const HttpField& field : fields) {
    if (is_same_name(field.name, name)) {
      return &field.value;
    }
  }
  return nullptr;
}

HttpAnswer json_answer(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

}  // namespace lambda::emulator
