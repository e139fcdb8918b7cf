#pragma once
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ports/store.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// Columns of `collision c` that read_collision takes, and how many.
extern const std::string_view collision_columns;
constexpr int collision_column_count = 28;

CollisionRecord read_collision(const Row& row, int first = 0);

void visit_collisions(Session& session, const Reader::CollisionFilter& filter,
                      const std::function<void(CollisionRecord)>& visit);
std::vector<CollisionRecord> collisions_of(Session& session, const std::string& ns,
                                           std::span<const NameKey> keys);
std::vector<std::pair<std::string, NameKey>> ripe_names(Session& session, Timestamp at);

/// Closes the current versions of these findings, adds the new ones, writes a change of `kinds[i]` for each.
/// Preconditions: one kind a version; an id stands once.
void record_collisions(Session& session, std::span<const CollisionRecord> versions,
                       std::span<const ChangeKind> kinds);

}  // namespace splitroot::db
