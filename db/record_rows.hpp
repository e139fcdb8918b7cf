#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/ports/store.hpp"
#include "db/provisional.hpp"

namespace splitroot::db {

/// See Reader::records.
std::vector<HeldRecord> records(Session& session, const std::string& ns, const NameKey& key);

/// Records of final blocks, in chain order. By resolver and type the last writer speaks, whichever comes
/// first; a clearing voids what is older than itself. The names are left in the temporary table `resolving`.
void keep_records(Session& session, const std::string& ns, const std::string& home,
                  std::span<const RecordEvent> records);

/// Records of a provisional block, until it is settled.
void remember_records(Session& session, const BlockTag& tag, const std::string& ns, const std::string& home,
                      std::span<const RecordEvent> records);

/// Keeps the records of the provisional blocks up to `block`.
void settle_records(Session& session, const std::string& source, std::uint64_t block);

/// The temporary table `resolving`, where the session has none yet.
void make_resolving(Session& session);

/// Whether the names in `resolving` resolve: whether the resolver that speaks for them holds an address, a
/// contenthash or DNS records; unknown where nothing of theirs was read at it. Names changed go to
/// `spread_name`;
/// false when there are none.
bool resolve_again(Session& session);

}  // namespace splitroot::db
