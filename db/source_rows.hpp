#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/ports/store.hpp"
#include "db/session.hpp"

namespace splitroot::db {

std::vector<SourcePosition> sources(Session& session);

ChainPosition position(Session& session, const std::string& source);

/// Stores a range as told (so that a reorganisation can take it back), made one with the ranges it touches.
void move_position(Session& session, const std::string& source, const BlockRange& range, Timestamp as_of,
                   bool is_final);

void keep_malformed(Session& session, const std::string& source, std::span<const Malformed> malformed);
void record_health(Session& session, const std::string& source, const std::string& trouble);
void declare_source(Session& session, const std::string& source, const std::string& kind,
                    const std::string& ns);

/// Counts names that a source brought, and that it was looked at.
void note_reading(Session& session, const std::string& source, std::uint64_t names_added);

}  // namespace splitroot::db
