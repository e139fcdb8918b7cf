#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/store.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// Columns of `standing s` that read_standing takes.
extern const std::string_view standing_columns;

StandingRecord read_standing(const Row& row, int first = 0);

/// See Reader and UnitOfWork (core/ports/store.hpp).
std::vector<StandingRecord> standings(Session& session, const std::optional<std::string>& ldh,
                                      std::optional<Timestamp> known_at);
std::vector<StandingRecord> standings_of_source(Session& session, const std::string& source);
void record_standings(Session& session, const std::string& source, std::span<const StandingRecord> outdated,
                      std::span<const StandingRecord> added, const std::vector<bool>& is_news);

}  // namespace splitroot::db
