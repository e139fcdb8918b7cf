#include "serve/target.hpp"

#include "core/hex.hpp"
#include "core/utf8.hpp"

namespace splitroot::serve {
namespace {

enum class Part { path, query };

std::string_view part_name(Part part) { return part == Part::path ? "the path" : "the query"; }

Error refused(Part part, std::string_view why) {
  return input_error(std::string{part_name(part)} + " " + std::string{why});
}

/// The octet of the escape at `text[at]`, which is `%`.
Result<char> decode_escape(std::string_view text, std::size_t at, Part part) {
  const auto octet = from_hex(text.substr(at + 1, 2));
  if (!octet || octet->size() != 1) return refused(part, "has a % that two hex digits do not follow");
  return octet->front();
}

Result<std::string> decode(std::string_view text, Part part) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (part == Part::query && text[at] == '+') {
      out += ' ';
    } else if (text[at] != '%') {
      out += text[at];
    } else {
      const auto octet = decode_escape(text, at, part);
      if (!octet) return octet.error();
      if (part == Part::path && *octet == '/') return refused(part, "has an encoded slash (%2F)");
      out += *octet;
      at += 2;
    }
  }
  if (out.find('\0') != std::string::npos) return refused(part, "holds a NUL");
  if (!is_valid_utf8(out)) return refused(part, "is not UTF-8");
  return out;
}

Result<void> parse_path(std::string_view path, Target& target) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto slash = std::min(path.find('/'), path.size());
    auto segment = decode(path.substr(0, slash), Part::path);
    if (!segment) return segment.error();
    target.path.push_back(std::move(*segment));
    path.remove_prefix(slash);
  }
  if (target.path.size() == 1 && target.path.front().empty()) target.path.clear();
  return {};
}

Result<void> parse_query(std::string_view query, Target& target) {
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals), Part::query);
    if (!name) return name.error();
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())), Part::query);
    if (!value) return value.error();
    target.query.emplace_back(std::move(*name), std::move(*value));
  }
  return {};
}

/// RFC 9112, section 3.2.2: a server takes the absolute form too.
std::string_view without_authority(std::string_view target) {
  if (!target.starts_with("http://")) return target;
  target.remove_prefix(std::string_view{"http://"}.size());
  const auto slash = target.find('/');
  return slash == std::string_view::npos ? "/" : target.substr(slash);
}

}  // namespace

Result<Target> parse_target(std::string_view target) {
  if (target.size() > longest_target) return input_error("the target is longer than 4096 octets");
  target = without_authority(target);
  if (!target.starts_with('/')) return input_error("the target does not begin with a slash");
  const auto question = std::min(target.find('?'), target.size());
  Target out;
  if (auto path = parse_path(target.substr(0, question), out); !path) return path.error();
  const auto query = target.substr(std::min(question + 1, target.size()));
  if (auto parsed = parse_query(query, out); !parsed) return parsed.error();
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                            std::string_view{"-._~"}.find(c) != std::string_view::npos;
    const auto octet = static_cast<unsigned char>(c);
    if (unreserved) {
      out += c;
    } else {
      out += {'%', digits[octet >> 4U], digits[octet & 0xfU]};
    }
  }
  return out;
}

}  // namespace splitroot::serve
