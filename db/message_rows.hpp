#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/ports/store.hpp"
#include "db/session.hpp"

namespace splitroot::db {

std::vector<RuleRecord> rules(Session& session);
void replace_rules(Session& session, std::span<const RuleRecord> rules);

/// A message with an id that is known already is left out.
void enqueue(Session& session, std::span<const OutboxItem> items);
std::vector<OutboxItem> due_messages(Session& session, Timestamp at, std::size_t most);
void mark_delivered(Session& session, const std::string& id, Timestamp at);
void mark_failed(Session& session, const std::string& id, const std::string& reason, Timestamp next_attempt);
std::optional<Timestamp> next_due(Session& session);
Reader::Delivered delivery_counts(Session& session);

}  // namespace splitroot::db
