#pragma once
#include <string>

#include "db/provisional.hpp"

namespace splitroot::db {

/// True when the namespace has names nobody has spelled: then its labels are worth hashing.
bool any_unspelled(Session& session, const std::string& ns);

/// True when names of the namespace wait for their parent's full name.
bool any_unplaced(Session& session, const std::string& ns);

/// Gives names what others of the same namespace and home make known of them. A name that is spelled spells
/// its namesakes: any other of the same label hash if it stands deeper than right under a TLD, else those
/// below the same TLD. A name whose full name is known gives its children their place, and so on down. `rows`
/// (name_merge_sql.hpp) are the names that may have learned something or be waiting for it. What rests on
/// provisional blocks is taken back with them. Names changed are left in the temporary table `spread_name`;
/// false when there are none.
bool spread(Session& session, const std::string& rows);

/// The same for labels that come from elsewhere, in the temporary table `learned_label` (namespace, key,
/// home, label, canonical_hash): written for good. Returns how many rows.
std::uint64_t spread_labels(Session& session);

/// The temporary tables `spread_name` and `learned_label`, where the session has none yet.
void make_spread(Session& session);

}  // namespace splitroot::db
