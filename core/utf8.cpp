#include "core/utf8.hpp"

namespace splitroot {
namespace {

std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

bool shortest_form(char32_t point, std::size_t size) {
  static constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  return point >= least[size];
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = sequence_length(lead);
  const CodePoint broken{lead, 1, false};
  if (size == 0 || size > text.size()) return broken;
  if (size == 1) return {lead, 1, true};
  char32_t point = lead & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    const auto octet = static_cast<unsigned char>(text[i]);
    if ((octet & 0xc0U) != 0x80U) return broken;
    point = (point << 6) | (octet & 0x3fU);
  }
  if (!shortest_form(point, size) || !is_scalar_value(point)) return broken;
  return {point, size, true};
}

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.valid) return false;
    text.remove_prefix(point.size);
  }
  return true;
}

void append_utf8(std::string& out, char32_t point) {
  const auto octet = [&out](char32_t value) { out.push_back(static_cast<char>(value)); };
  if (point < 0x80) {
    octet(point);
  } else if (point < 0x800) {
    octet(0xc0U | (point >> 6));
    octet(0x80U | (point & 0x3fU));
  } else if (point < 0x10000) {
    octet(0xe0U | (point >> 12));
    octet(0x80U | ((point >> 6) & 0x3fU));
    octet(0x80U | (point & 0x3fU));
  } else {
    octet(0xf0U | (point >> 18));
    octet(0x80U | ((point >> 12) & 0x3fU));
    octet(0x80U | ((point >> 6) & 0x3fU));
    octet(0x80U | (point & 0x3fU));
  }
}

std::string to_utf8(std::span<const char32_t> points) {
  std::string out;
  for (const char32_t point : points) append_utf8(out, point);
  return out;
}

}  // namespace splitroot
