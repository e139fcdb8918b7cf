#pragma once
#include <optional>
#include <span>
#include <string>

#include "db/provisional.hpp"

namespace splitroot::db {

/// True when there are names nobody has spelled: then labels are worth hashing.
bool any_unspelled(Session& session);

/// Gives names what others make known of them. A name that is spelled spells its namesakes: any other of the
/// same label hash if it stands deeper than right under a TLD, else those below the same TLD. A name whose
/// full name is known gives its children their place, and so on down. `rows` (name_merge_sql.hpp) are the
/// names that may have learned something or be waiting for it. With `tag` what follows is taken back with
/// that block. Names changed are left in the temporary table `spread_name`; false when there are none.
bool spread(Session& session, const std::string& rows, const std::optional<BlockTag>& tag);

/// Spells names whose label is one of `words`, for good, and spreads what follows. Returns how many rows.
std::uint64_t spell(Session& session, std::span<const std::string> words);

/// The temporary table `spread_name`, where the session has none yet.
void make_spread(Session& session);

}  // namespace splitroot::db
