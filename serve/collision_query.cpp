#include "serve/collision_query.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/display.hpp"
#include "core/label.hpp"

namespace splitroot::serve {
namespace {

constexpr std::size_t largest_page = 1000;
constexpr std::size_t id_digits = 32;

Error wrong(std::string_view key, std::string_view value, std::string_view expected) {
  return input_error("query key '" + std::string{key} + "': '" + display_text(value) + "' is not " +
                     std::string{expected});
}

std::vector<std::string_view> split_commas(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto comma = text.find(',');
    parts.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

template <class Word>
Result<void> add_words(std::vector<Word>& into, std::string_view key, std::string_view value) {
  for (const auto part : split_commas(value)) {
    const auto word = parse_word<Word>(part);
    if (!word) return wrong(key, part, "one of " + word_list<Word>());
    into.push_back(*word);
  }
  return {};
}

Result<void> add_namespaces(std::vector<std::string>& into, std::string_view value) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
  for (const auto part : split_commas(value)) {
    if (part.empty() || part.find_first_not_of(allowed) != std::string_view::npos) {
      return wrong("namespace", part, "a namespace id such as ens, uns or hns");
    }
    into.emplace_back(part);
  }
  return {};
}

Result<void> set_limit(CollisionQuery& query, std::string_view value) {
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), limit);
  if (error != std::errc{} || end != value.data() + value.size() || limit < 1 || limit > largest_page) {
    return wrong("limit", value, "a number from 1 to 1000");
  }
  query.limit = limit;
  return {};
}

Result<void> set_cursor(CollisionQuery& query, std::string_view value) {
  const bool is_id = value.size() == id_digits && value.find_first_not_of("0123456789abcdef") == value.npos;
  if (!is_id) return wrong("cursor", value, "the 'next' of an earlier page");
  query.filter.after = value;
  return {};
}

Result<void> set_since(CollisionQuery& query, std::string_view value) {
  query.filter.since = parse_time(value);
  if (!query.filter.since) return wrong("since", value, "a date (2026-01-05) or an RFC 3339 time");
  return {};
}

Result<void> set_string(CollisionQuery& query, std::string_view value) {
  auto ldh = to_ldh(value);
  if (!ldh) return ldh.error();
  query.filter.against_ldh = std::move(*ldh);
  return {};
}

Result<void> apply(CollisionQuery& query, std::string_view key, std::string_view value) {
  auto& filter = query.filter;
  if (key == "namespace") return add_namespaces(filter.namespaces, value);
  if (key == "class") return add_words(filter.classes, key, value);
  if (key == "level") return add_words(filter.levels, key, value);
  if (key == "standing") return add_words(filter.standings, key, value);
  if (key == "state") return add_words(filter.states, key, value);
  if (key == "since") return set_since(query, value);
  if (key == "string") return set_string(query, value);
  if (key == "limit") return set_limit(query, value);
  if (key == "as_of" || key == "known_at") return {};  // parse_moment has them
  return set_cursor(query, value);
}

bool may_repeat(std::string_view key) {
  return key == "namespace" || key == "class" || key == "level" || key == "standing" || key == "state";
}

}  // namespace

Result<void> only_keys(const Target& target, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : target.query) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    std::string list;
    for (const auto word : known) list += (list.empty() ? "" : ", ") + std::string{word};
    return input_error("unknown query key '" + display_text(key) + "'; " +
                       (list.empty() ? "this address takes none" : "known are " + list));
  }
  return {};
}

Result<Moment> parse_moment(const Target& target) {
  Moment moment{now()};
  for (const auto& [key, value] : target.query) {
    if (key != "as_of" && key != "known_at") continue;
    const auto time = parse_time(value);
    if (!time) return wrong(key, value, "a date (2026-01-05) or an RFC 3339 time");
    (key == "as_of" ? moment.as_of : moment.known_at) = *time;
  }
  return moment;
}

Result<CollisionQuery> parse_collision_query(const Target& target) {
  const auto known = only_keys(target, {"namespace", "class", "level", "standing", "state", "since", "string",
                                        "as_of", "known_at", "limit", "cursor"});
  if (!known) return known.error();
  const auto moment = parse_moment(target);
  if (!moment) return moment.error();
  CollisionQuery query;
  query.moment = *moment;
  query.filter.with_closed = false;
  std::set<std::string_view> seen;
  for (const auto& [key, value] : target.query) {
    if (!seen.insert(key).second && !may_repeat(key)) {
      return input_error("query key '" + key + "' is given twice");
    }
    if (const auto applied = apply(query, key, value); !applied) return applied.error();
  }
  if (query.filter.since && !query.moment.is_now())
    return input_error(
        "query key 'since' asks what was recorded lately: it goes with neither 'as_of' nor 'known_at'");
  query.filter.limit = query.limit + 1;
  return query;
}

std::string next_page(std::string_view path, const Target& target, std::string_view cursor) {
  std::string out{path};
  out += '?';
  for (const auto& [key, value] : target.query) {
    if (key != "cursor") out += key + "=" + percent_encode(value) + "&";
  }
  return out + "cursor=" + std::string{cursor};
}

}  // namespace splitroot::serve
