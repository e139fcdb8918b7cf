#include "serve/coverage.hpp"

#include <algorithm>

namespace splitroot::serve {

using namespace std::chrono_literals;

namespace {
constexpr std::chrono::seconds chain_limit = 24h;
constexpr std::chrono::seconds list_limit = 48h;
}  // namespace

bool is_chain(const SourcePosition& source) { return source.from.has_value() || !source.hash.empty(); }

std::optional<std::uint64_t> verified(const SourcePosition& source) {
  if (source.ranges.empty()) return std::nullopt;
  return source.ranges.back().verified;
}

std::optional<Lag> lag(const SourcePosition& source) {
  const auto read_to = verified(source);
  if (!read_to || !source.head) return std::nullopt;
  if (source.head->number <= *read_to) return Lag{0, 0s};
  Lag out;
  out.blocks = source.head->number - *read_to;
  if (source.as_of) out.time = std::max(source.head->time - *source.as_of, 0s);
  return out;
}

std::optional<std::chrono::seconds> age(const SourcePosition& source, Timestamp at) {
  if (!source.as_of) return std::nullopt;
  Timestamp known = *source.as_of;
  const bool confirmed = !is_chain(source) && source.origin == Origin::live && source.trouble.empty();
  if (confirmed && source.checked_at) known = std::max(known, *source.checked_at);
  return std::max(at - known, 0s);
}

bool is_stale(const SourcePosition& source, Timestamp at) {
  const auto known = age(source, at);
  if (!known || source.origin == Origin::snapshot) return true;
  return *known > (is_chain(source) ? chain_limit : list_limit);
}

std::string age_text(std::optional<std::chrono::seconds> age) {
  if (!age) return "never read";
  if (*age < 2min) return std::to_string(age->count()) + " s";
  if (*age < 2h) return std::to_string(*age / 1min) + " min";
  if (*age < 48h) return std::to_string(*age / 1h) + " h";
  return std::to_string(*age / 24h) + " d";
}

}  // namespace splitroot::serve
