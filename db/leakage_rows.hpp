#pragma once
#include <optional>
#include <string>

#include "core/leakage.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// See Reader and UnitOfWork (core/ports/store.hpp).
std::optional<LeakageReading> leakage(Session& session, const std::string& label, Timestamp at);
void record_leakage(Session& session, const LeakageBatch& batch);

}  // namespace splitroot::db
