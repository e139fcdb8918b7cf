#pragma once
#include "core/finding.hpp"
#include "core/json.hpp"
#include "core/name.hpp"
#include "core/standing.hpp"

namespace splitroot::alerts {

/// The objects of a message's `data`, as docs/alerts.md lists them.
/// `retracted`: a reorganisation has taken it back.
void write_name(JsonWriter& out, const NameRecord& name, bool retracted = false);
void write_collision(JsonWriter& out, const CollisionRecord& record, bool retracted = false);
void write_standing(JsonWriter& out, const StandingRecord& standing);
void write_source(JsonWriter& out, const std::string& source, const std::string& reason);

}  // namespace splitroot::alerts
