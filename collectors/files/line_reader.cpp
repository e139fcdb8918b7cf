#include "collectors/files/line_reader.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t block = 1 << 16;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

}  // namespace

/// Reads another block behind what is left; false when there is no more.
bool LineReader::fill() {
  buffer_.erase(0, start_);
  start_ = 0;
  const std::size_t kept = buffer_.size();
  buffer_.resize(kept + block);
  in_.read(buffer_.data() + kept, block);
  buffer_.resize(kept + static_cast<std::size_t>(in_.gcount()));
  return buffer_.size() > kept;
}

std::string_view LineReader::cut(std::size_t size, std::size_t used) {
  std::string_view line{buffer_.data() + start_, size};
  start_ += used;
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (++line_ == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
  return line;
}

Result<std::optional<std::string_view>> LineReader::next() {
  using Line = std::optional<std::string_view>;
  std::size_t searched = 0;
  for (;;) {
    const auto end = buffer_.find('\n', start_ + searched);
    if (end != std::string::npos) return Line{cut(end - start_, end - start_ + 1)};
    searched = buffer_.size() - start_;
    if (searched > longest_line) {
      ++line_;
      return error_at(1, "a line of more than 1 MiB");
    }
    if (fill()) continue;
    if (in_.bad()) return error_at(1, "the file cannot be read any further");
    return searched == 0 ? Line{} : Line{cut(searched, searched)};
  }
}

Error LineReader::error_at(std::size_t column, std::string_view what) const {
  return input_error(place() + ":" + std::to_string(column) + ": " + std::string{what});
}

}  // namespace splitroot::collectors
