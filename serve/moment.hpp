#pragma once
#include <optional>

#include "core/time.hpp"

namespace splitroot::serve {

/// The two axes of time a question may name: when it was so, and when we knew. Of what was known at a moment that is
/// not asked otherwise, the state of that same moment is meant.
struct Moment {
  Timestamp now;
  std::optional<Timestamp> as_of = std::nullopt;
  std::optional<Timestamp> known_at = std::nullopt;

  bool is_now() const { return !as_of && !known_at; }
  Timestamp at() const { return as_of ? *as_of : known_at.value_or(now); }
};

}  // namespace splitroot::serve
