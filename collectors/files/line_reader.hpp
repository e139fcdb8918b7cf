#pragma once
#include <istream>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace splitroot::collectors {

/// Lines of a stream, octets as they are, in constant memory: LF and CRLF end a line and are left out, the
/// last may lack its end. A byte order mark at the start of the stream is left out.
class LineReader {
 public:
  static constexpr std::size_t longest_line = 1 << 20;

  LineReader(std::istream& in, std::string origin) : in_(in), origin_(std::move(origin)) {}

  /// The next line, valid until the next call; nullopt at the end.
  Result<std::optional<std::string_view>> next();

  /// An input error on the last line; `column` from 1.
  Error error_at(std::size_t column, std::string_view what) const;

  /// Place of the last line, `names.txt:12`.
  std::string place() const { return origin_ + ":" + std::to_string(line_); }

 private:
  bool fill();
  std::string_view cut(std::size_t size, std::size_t used);

  std::istream& in_;
  std::string origin_;
  std::string buffer_;
  std::size_t start_ = 0;  ///< of what has not been handed out
  std::size_t line_ = 0;
};

}  // namespace splitroot::collectors
