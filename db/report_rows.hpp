#pragma once
#include <span>
#include <string>

#include "core/batch.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// Keeps what a collector tells of its source, in place of what it told before.
void record_report(Session& session, const SourceReport& report);

/// Keeps both answers and tells of it; the same two answers again add nothing.
void record_discrepancy(Session& session, const Discrepancy& discrepancy);

void record_notices(Session& session, const std::string& source, std::span<const SourceNotice> notices);

}  // namespace splitroot::db
