#pragma once
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/ports/store.hpp"
#include "core/result.hpp"
#include "serve/moment.hpp"
#include "serve/target.hpp"

namespace splitroot::serve {

/// What `/v1/collisions` was asked for.
struct CollisionQuery {
  Reader::CollisionFilter filter;  ///< its limit is `limit` + 1, which shows whether there is a next page
  std::size_t limit = 100;
  Moment moment;
};

/// What `as_of` and `known_at` of a query mean. Error (input) naming the one that is no time.
Result<Moment> parse_moment(const Target& target);

/// Error (input) naming the key at fault: unknown, twice where once is meant, or with a value outside its
/// list.
Result<CollisionQuery> parse_collision_query(const Target& target);

/// Error (input) when the query has a key that is not among `known`; the message lists these.
Result<void> only_keys(const Target& target, std::initializer_list<std::string_view> known);

/// The same path and query with the page that starts after `cursor`.
std::string next_page(std::string_view path, const Target& target, std::string_view cursor);

}  // namespace splitroot::serve
