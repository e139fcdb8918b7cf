#include "collectors/evm/range_refusal.hpp"

#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "core/label.hpp"

namespace splitroot::collectors::evm {
namespace {

using std::string_view;

constexpr auto refusing_words =
    std::to_array<string_view>({"too large",          "too wide",       "too big",
                                "too many blocks",    "too many logs",  "too many results",
                                "response size",      "max results",    "more than 10000 results",
                                "returned more than", "block range",    "blocks range",
                                "blocks distance",    "max range",      "exceeds limit",
                                "limited to a",       "limited to",     "ranges over",
                                "query timeout",      "query timed out"});

/// Errors that no smaller range would mend, though they speak of ranges or limits.
constexpr auto other_words =
    std::to_array<string_view>({"invalid block range", "beyond", "rate limit", "per second", "capacity",
                                "too many requests", "unknown block"});

/// What stands before the number of blocks a node would take.
constexpr auto limit_words =
    std::to_array<string_view>({"limit of ", "limited to a ", "limited to ", "distance: ", "ranges over ",
                                "range: ", "max is ", "up to a ", "up to "});

/// Answers in a row before a size refused once is tried again.
constexpr int patience = 16;

constexpr auto payload_words = std::to_array<string_view>({"range", "limit", "exceed"});

template <std::size_t Size>
bool has_any(string_view text, const std::array<string_view, Size>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](string_view word) { return text.find(word) != text.npos; });
}

void skip_blanks(string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

/// Reads a number off the front: `0x1f4`, `10,000`, `500`, `1k`.
std::optional<std::uint64_t> take_number(string_view& text) {
  skip_blanks(text);
  const bool hex = text.starts_with("0x");
  std::string digits;
  std::size_t used = hex ? 2 : 0;
  const auto is_part = [&](char c) {
    return (c >= '0' && c <= '9') || c == ',' || (hex && c >= 'a' && c <= 'f');
  };
  for (; used < text.size() && is_part(text[used]); ++used) {
    if (text[used] != ',') digits += text[used];
    if (hex && text[used] == ',') break;
  }
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  if (digits.empty() || error != std::errc{}) return std::nullopt;
  text.remove_prefix(used);
  const bool thousands = text.starts_with('k') && value < 1'000'000;
  return thousands ? value * 1'000 : value;
}

/// The length of a range written `a,b` or `a-b` at the front of `text`.
std::optional<std::uint64_t> take_range(string_view text) {
  const auto first = take_number(text);
  if (!first) return std::nullopt;
  skip_blanks(text);
  if (!text.starts_with(',') && !text.starts_with('-')) return std::nullopt;
  text.remove_prefix(1);
  const auto last = take_number(text);
  if (!last || *last < *first) return std::nullopt;
  return *last - *first + 1;
}

std::optional<std::uint64_t> suggested_range(string_view text) {
  for (const string_view opening : {string_view{"["}, string_view{"with the range "}}) {
    for (auto at = text.find(opening); at != text.npos; at = text.find(opening, at + 1)) {
      if (const auto blocks = take_range(text.substr(at + opening.size()))) return blocks;
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> stated_limit(string_view text) {
  for (const string_view word : limit_words) {
    const auto at = text.find(word);
    if (at == text.npos) continue;
    string_view rest = text.substr(at + word.size());
    const auto limit = take_number(rest);
    skip_blanks(rest);
    if (limit && !rest.starts_with("result") && !rest.starts_with("log")) return limit;
  }
  return std::nullopt;
}

}  // namespace

std::optional<RangeRefusal> range_refusal(const net::RpcError& error) {
  const std::string message = lower_ascii(error.message);
  const std::string data = lower_ascii(error.data);
  if (has_any(message, other_words)) return std::nullopt;
  const bool in_payload =
      error.code == -32602 && data.find("payload") != data.npos && has_any(data, payload_words);
  if (!has_any(message, refusing_words) && !has_any(data, refusing_words) && !in_payload) return std::nullopt;
  const std::string both = message + " " + data;
  const auto range = suggested_range(both);
  return RangeRefusal{range ? range : stated_limit(both)};
}

WindowSize::WindowSize(std::uint64_t first, std::uint64_t most)
    : most_(std::max<std::uint64_t>({1, first, most})),
      size_(std::max<std::uint64_t>(1, first)),
      ceiling_(most_) {}

void WindowSize::answered(std::uint64_t asked, std::size_t octets) {
  if (asked < size_) return;  // the rest of a range, or asked for before the size rose
  if (octets > wanted_octets) {
    size_ = std::max<std::uint64_t>(1, size_ / 2);
    return;
  }
  if (octets > wanted_octets / 2) return;
  if (size_ == ceiling_) {
    if (ceiling_ == most_ || ++in_a_row_ < patience) return;
    ceiling_ = std::min(most_, ceiling_ * 2);
  }
  in_a_row_ = 0;
  size_ = std::min(ceiling_, size_ * 2);
}

bool WindowSize::refused(std::uint64_t asked, const RangeRefusal& refusal) {
  in_a_row_ = 0;
  if (asked <= 1) return false;
  const std::uint64_t half = (asked + 1) / 2;
  const std::uint64_t suggested = refusal.blocks.value_or(half);
  const std::uint64_t less = suggested > 0 && suggested < asked ? suggested : half;
  // Others may have been refused meanwhile: what was asked for then is no reason to ask for more.
  size_ = std::min(size_, less);
  ceiling_ = size_;
  return true;
}

}  // namespace splitroot::collectors::evm
