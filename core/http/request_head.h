// Writes the head of an HTTP/1.1 request into a buffer of fixed size. No I/O; one allocation, at
// first.
// Source: RFC 9112 section 3 (request line), RFC 9110 section 5.5 (what a value may contain).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace lambda::http {

/// Whether `value` may stand in a header: visible characters, spaces and tabs, and bytes from 0x80
/// up.
bool is_header_value(std::string_view value);

/// Reusable: begin() starts over. A head that does not fit is refused by finish(), never cut.
class RequestHead {
 public:
  static constexpr std::size_t kBytesMax = 80 * 1024;

  /// The parts of the path are joined. The caller answers for their characters.
  RequestHead& begin(std::string_view method, std::string_view path_begin,
                     std::string_view path_middle = {}, std::string_view path_end = {});

  /// `lines`: complete header lines, each with its CR LF.
  RequestHead& add_lines(std::string_view lines);

  /// Refuses the whole head when `value` is not a valid header value, so that none can smuggle in
  /// another header.
  RequestHead& add(std::string_view name, std::string_view value);
  RequestHead& add(std::string_view name, std::uint64_t value);

  /// The finished head, valid until begin(). Empty when a part was refused or did not fit.
  std::string_view finish();

 private:
  RequestHead& add_checked(std::string_view name, std::string_view value);
  void append(std::string_view text);

  // On the heap: a thread's stack may be small.
  std::unique_ptr<char[]> buffer_ = std::make_unique_for_overwrite<char[]>(kBytesMax);
  std::size_t size_ = 0;
  bool is_refused_ = false;
};

}  // namespace lambda::http
