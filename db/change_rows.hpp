#pragma once
#include <cstdint>
#include <functional>

#include "core/change.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// Number of a kind in the table `change`.
std::int16_t change_code(ChangeKind kind);

void visit_changes(Session& session, std::uint64_t after, const std::function<void(Change)>& visit);
std::uint64_t last_change(Session& session);

}  // namespace splitroot::db
