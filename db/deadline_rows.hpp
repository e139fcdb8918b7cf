#pragma once
#include <span>
#include <vector>

#include "core/deadline.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// See Reader and UnitOfWork (core/ports/store.hpp).
std::vector<Deadline> deadlines(Session& session);
void replace_deadlines(Session& session, std::span<const Deadline> deadlines);

}  // namespace splitroot::db
