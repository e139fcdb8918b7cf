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

std::vector<StandingRecord> current_standings(Session& session, const std::optional<std::string>& ldh);
std::vector<StandingRecord> standings_of_source(Session& session, const std::string& source);

/// See UnitOfWork::record_standings. An outdated standing whose successor (same string, same standing) is
/// added in the same call has no change of its own: the successor's says it.
void record_standings(Session& session, const std::string& source, std::span<const StandingRecord> outdated,
                      std::span<const StandingRecord> added);

std::optional<Reader::LastReading> last_reading(Session& session, const std::string& source);
void record_reading(Session& session, const std::string& source, Timestamp as_of, Origin origin,
                    const Reading& reading);

}  // namespace splitroot::db
