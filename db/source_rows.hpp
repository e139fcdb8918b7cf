#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/ports/store.hpp"
#include "db/session.hpp"

namespace splitroot::db {

std::vector<SourcePosition> sources(Session& session);

/// Newest first; of one source, or (empty) of all.
std::vector<Discrepancy> discrepancies(Session& session, const std::string& source, std::size_t most);

ChainPosition position(Session& session, const std::string& source);

/// Stores a range as told (so that a reorganisation can take it back), made one with the ranges it touches.
void move_position(Session& session, const std::string& source, const BlockRange& range, Timestamp as_of,
                   bool is_final);

/// Takes the position back to block `to`.
void cut_position(Session& session, const std::string& source, const BlockMark& to);

/// Blocks up to here are never taken back; never less than before.
void move_final(Session& session, const std::string& source, std::uint64_t block);
std::optional<std::uint64_t> last_final_block(Session& session, const std::string& source);

/// True when the source has blocks up to `block` that are not final yet.
bool any_provisional(Session& session, const std::string& source, std::uint64_t block);

void keep_malformed(Session& session, const std::string& source, std::span<const Malformed> malformed);

/// The two complaints there can be of a source: that it cannot be read, and what is seen of it from outside.
/// Each is told when it is new, and that all is well when the last one is gone.
void record_health(Session& session, const std::string& source, const std::string& trouble);
void record_alarm(Session& session, const std::string& source, const std::string& alarm);

void note_activity(Session& session, const std::string& source, const Activity& of_batch);

void declare_source(Session& session, const std::string& source, const std::string& kind,
                    const std::string& ns);

/// Counts names that a source brought, and that it was looked at.
void note_reading(Session& session, const std::string& source, std::int64_t names_added);

}  // namespace splitroot::db
