#include "core/punycode.hpp"

#include <cstdint>
#include <vector>

#include "core/utf8.hpp"

namespace splitroot {
namespace {

// RFC 3492, section 5.
constexpr std::uint32_t base = 36;
constexpr std::uint32_t t_min = 1;
constexpr std::uint32_t t_max = 26;
constexpr std::uint32_t skew = 38;
constexpr std::uint32_t damp = 700;
constexpr std::uint32_t initial_bias = 72;
constexpr std::uint32_t initial_n = 128;
constexpr std::uint32_t largest = 0x7fffffff;
constexpr std::size_t longest_input = 255;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
  delta = first ? delta / damp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  while (delta > ((base - t_min) * t_max) / 2) {
    delta /= base - t_min;
    k += base;
  }
  return k + (base - t_min + 1) * delta / (delta + skew);
}

std::uint32_t digit(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0') + 26;
  return base;
}

std::uint32_t threshold(std::uint32_t k, std::uint32_t bias) {
  if (k <= bias) return t_min;
  return k >= bias + t_max ? t_max : k - bias;
}

/// Reads one generalized variable-length integer and adds it to `i`; false on bad or overflowing input.
bool read_delta(std::string_view& input, std::uint32_t bias, std::uint32_t& i) {
  std::uint32_t weight = 1;
  for (std::uint32_t k = base;; k += base) {
    if (input.empty()) return false;
    const std::uint32_t value = digit(input.front());
    input.remove_prefix(1);
    if (value >= base || value > (largest - i) / weight) return false;
    i += value * weight;
    const std::uint32_t t = threshold(k, bias);
    if (value < t) return true;
    if (weight > largest / (base - t)) return false;
    weight *= base - t;
  }
}

}  // namespace

std::optional<std::string> punycode_decode(std::string_view encoded) {
  if (encoded.empty() || encoded.size() > longest_input) return std::nullopt;
  std::vector<char32_t> points;
  if (const auto delimiter = encoded.rfind('-'); delimiter != std::string_view::npos) {
    for (const char c : encoded.substr(0, delimiter)) {
      if (static_cast<unsigned char>(c) >= initial_n) return std::nullopt;
      points.push_back(static_cast<unsigned char>(c));
    }
    encoded.remove_prefix(delimiter + 1);
  }
  std::uint32_t n = initial_n;
  std::uint32_t i = 0;
  std::uint32_t bias = initial_bias;
  while (!encoded.empty()) {
    const std::uint32_t before = i;
    if (!read_delta(encoded, bias, i)) return std::nullopt;
    const auto length = static_cast<std::uint32_t>(points.size() + 1);
    bias = adapt(i - before, length, before == 0);
    if (i / length > largest - n) return std::nullopt;
    n += i / length;
    i %= length;
    if (!is_scalar_value(n)) return std::nullopt;
    points.insert(points.begin() + static_cast<std::ptrdiff_t>(i), n);
    ++i;
  }
  return to_utf8(points);
}

}  // namespace splitroot
