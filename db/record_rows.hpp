#pragma once
#include <vector>

#include "core/ports/store.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// See Reader::records.
std::vector<HeldRecord> records(Session& session, const std::string& ns, const NameKey& key);

}  // namespace splitroot::db
