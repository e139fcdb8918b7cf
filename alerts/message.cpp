#include "alerts/message.hpp"

#include <algorithm>

#include "alerts/objects.hpp"
#include "core/hash.hpp"
#include "core/hex.hpp"

namespace splitroot::alerts {
namespace {

/// Parts with their lengths before them, so that no two lists of parts give one text.
void append_part(std::string& out, std::string_view part) {
  out += std::to_string(part.size());
  out += ':';
  out += part;
}

std::string time_part(std::optional<Timestamp> time) { return time ? std::to_string(to_unix(*time)) : ""; }

std::string message_id(std::string_view identity, std::string_view rule, std::string_view target) {
  constexpr std::size_t id_digits = 26;
  std::string whole;
  for (const auto part : {identity, rule, target}) append_part(whole, part);
  return "msg_" + to_hex(view(sha256(whole))).substr(0, id_digits);
}

void identify_standing(std::string& out, const StandingRecord& standing) {
  append_part(out, standing.ldh);
  append_part(out, standing.source);
  append_part(out, text(standing.standing));
  append_part(out, time_part(standing.since));
  append_part(out, time_part(standing.until));
  for (const auto& [key, value] : standing.detail) {
    append_part(out, key);
    append_part(out, value);
  }
}

}  // namespace

std::optional<std::string_view> message_type(const Change& change) {
  switch (change.kind) {
    case ChangeKind::name_seen:
    case ChangeKind::name_changed:
      return text(ChangeKind::name_seen);
    case ChangeKind::collision_opened:
    case ChangeKind::collision_changed:
      return text(ChangeKind::collision_opened);
    case ChangeKind::collision_closed:
    case ChangeKind::standing_changed:
    case ChangeKind::source_unhealthy:
    case ChangeKind::name_retracted:
      return text(change.kind);
    case ChangeKind::collision_retracted:
      return text(ChangeKind::collision_closed);
    case ChangeKind::source_notice:
      return text(ChangeKind::source_unhealthy);
    case ChangeKind::source_recovered:
    case ChangeKind::standing_dated:
      break;
  }
  return std::nullopt;
}

bool is_retraction(const Change& change) {
  return change.kind == ChangeKind::name_retracted || change.kind == ChangeKind::collision_retracted;
}

std::string change_data(const Change& change) {
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  if (change.name) {
    write_name(out, *change.name, is_retraction(change));
  } else if (change.collision) {
    write_collision(out, *change.collision, is_retraction(change));
  } else if (change.standing) {
    write_standing(out, *change.standing);
  } else {
    write_source(out, change.source, change.detail);
  }
  return std::string{text_of(buffer)};
}

std::string change_identity(const Change& change) {
  std::string out;
  append_part(out, text(change.kind));
  append_part(out, time_part(change.recorded_at));
  if (change.name) {
    append_part(out, change.name->ns);
    append_part(out, view(change.name->key.bytes));
    append_part(out, std::to_string(change.sequence));
  } else if (change.collision) {
    append_part(out, change.collision->id);
  } else if (change.standing) {
    identify_standing(out, *change.standing);
  } else {
    append_part(out, change.source);
    append_part(out, change.detail);
  }
  return out;
}

namespace {

/// The message that told the same receiver, by the same rule, of what the change takes back.
const Change::Told* taken_back(const Change& change, const std::string& rule, const std::string& target) {
  const auto found = std::find_if(change.told.begin(), change.told.end(), [&](const auto& told) {
    return told.rule == rule && told.target == target;
  });
  return found == change.told.end() ? nullptr : &*found;
}

}  // namespace

OutboxItem make_message(const Change& change, std::string_view identity, std::string_view data,
                        const std::string& rule, const std::string& target,
                        const std::optional<std::string>& matched) {
  OutboxItem item{.id = message_id(identity, rule, target),
                  .rule = rule,
                  .target = target,
                  .body = {},
                  .attempts = 0,
                  .due = change.recorded_at,
                  .subject = subject_of(change),
                  .is_retraction = is_retraction(change)};
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  out.StartObject();
  put(out, "type", message_type(change).value_or(text(change.kind)));
  put(out, "id", item.id);
  put(out, "timestamp", std::optional{change.recorded_at});
  put(out, "rule", rule);
  put(out, "matched", matched);
  put(out, "final", change.is_final);
  if (const auto* told = taken_back(change, rule, target)) put(out, "retracts", told->id);
  put_raw(out, "data", data);
  out.EndObject();
  item.body = text_of(buffer);
  return item;
}

}  // namespace splitroot::alerts
