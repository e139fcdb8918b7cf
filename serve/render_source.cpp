#include "core/display.hpp"
#include "serve/coverage.hpp"
#include "serve/csv_parts.hpp"
#include "serve/json_parts.hpp"
#include "serve/render.hpp"

namespace splitroot::serve {
namespace {

std::optional<std::uint64_t> head_of(const SourcePosition& source) {
  return source.head ? std::optional{source.head->number} : std::nullopt;
}

std::optional<Timestamp> head_time_of(const SourcePosition& source) {
  return source.head ? std::optional{source.head->time} : std::nullopt;
}

std::optional<std::uint64_t> lag_blocks(const SourcePosition& source) {
  const auto behind = lag(source);
  return behind ? std::optional{behind->blocks} : std::nullopt;
}

std::optional<std::uint64_t> lag_seconds(const SourcePosition& source) {
  const auto behind = lag(source);
  if (!behind || !behind->time) return std::nullopt;
  return static_cast<std::uint64_t>(behind->time->count());
}

void put_coverage_members(JsonWriter& out, const SourcePosition& source, Timestamp at) {
  put(out, "source", source.source);
  put(out, "from", source.from);
  put(out, "position", unless_empty(source.position));
  put(out, "final", source.final);
  put(out, "finalTo", source.final_to);
  put(out, "head", head_of(source));
  put(out, "asOf", source.as_of);
  put(out, "stale", is_stale(source, at));
  put(out, "origin", text(source.origin));
  put(out, "trouble", unless_empty(source.trouble));
}

void put_range(JsonWriter& out, const BlockRange& range) {
  out.StartObject();
  put(out, "from", std::optional{range.from});
  put(out, "verified", std::optional{range.verified});
  put(out, "fetched", std::optional{range.fetched});
  put(out, "hash", unless_empty(range.verified_hash));
  out.EndObject();
}

void put_endpoint(JsonWriter& out, const EndpointHealth& endpoint) {
  out.StartObject();
  put(out, "name", endpoint.name);
  put(out, "healthy", endpoint.healthy);
  put(out, "trouble", unless_empty(endpoint.trouble));
  put(out, "requests", std::optional{endpoint.requests});
  put(out, "failures", std::optional{endpoint.failures});
  put(out, "window", endpoint.window > 0 ? std::optional{endpoint.window} : std::nullopt);
  put(out, "head", endpoint.head);
  out.EndObject();
}

void put_reading(JsonWriter& out, const SourcePosition& source) {
  put(out, "hash", unless_empty(source.hash));
  put_array(out, "ranges", source.ranges, [&out](const BlockRange& range) { put_range(out, range); });
  put(out, "verified", verified(source));
  put(out, "fetched", source.fetched);
  put(out, "headTime", head_time_of(source));
  put(out, "lagBlocks", lag_blocks(source));
  put(out, "lagSeconds", lag_seconds(source));
}

std::string ranges_text(const SourcePosition& source) {
  std::string out;
  for (const BlockRange& range : source.ranges) {
    out += (out.empty() ? "" : " ") + std::to_string(range.from) + "-" + std::to_string(range.verified);
  }
  return out;
}

std::string well_endpoints(const SourcePosition& source) {
  if (source.endpoints.empty()) return "";
  std::size_t well = 0;
  for (const EndpointHealth& endpoint : source.endpoints) well += endpoint.healthy ? 1 : 0;
  return std::to_string(well);
}

}  // namespace

void render_coverage(JsonWriter& out, const SourcePosition& source, Timestamp at) {
  out.StartObject();
  put_coverage_members(out, source, at);
  out.EndObject();
}

void render_coverage(JsonWriter& out, std::span<const SourcePosition> sources, Timestamp at) {
  put_array(out, "coverage", sources,
            [&out, at](const SourcePosition& row) { render_coverage(out, row, at); });
}

void render_source(JsonWriter& out, const SourcePosition& source, Timestamp at) {
  out.StartObject();
  put_coverage_members(out, source, at);
  put(out, "kind", unless_empty(source.kind));
  put(out, "namespace", unless_empty(source.ns));
  put_reading(out, source);
  put_array(out, "endpoints", source.endpoints,
            [&out](const EndpointHealth& endpoint) { put_endpoint(out, endpoint); });
  put(out, "rows", std::optional{source.rows});
  put(out, "unknownLabels", std::optional{source.unknown_labels});
  put(out, "malformed", std::optional{source.malformed});
  put(out, "discrepancies", std::optional{source.discrepancies});
  put(out, "events", std::optional{source.activity.events});
  put(out, "lastEventAt", source.activity.last_event);
  put(out, "lastRegistrationAt", source.activity.last_registration);
  put(out, "checkedAt", source.checked_at);
  put(out, "reportedAt", source.reported_at);
  out.EndObject();
}

std::string source_csv_header() {
  return "source,kind,namespace,from,position,hash,final,finalTo,ranges,verified,fetched,head,headTime,"
         "lagBlocks,"
         "lagSeconds,asOf,stale,origin,rows,unknownLabels,malformed,discrepancies,events,lastEventAt,"
         "lastRegistrationAt,endpoints,endpointsHealthy,trouble,checkedAt,reportedAt\n";
}

std::string source_csv_row(const SourcePosition& source, Timestamp at) {
  return csv_line({source.source,
                   source.kind,
                   source.ns,
                   number_text(source.from),
                   source.position,
                   source.hash,
                   bool_text(source.final),
                   number_text(source.final_to),
                   ranges_text(source),
                   number_text(verified(source)),
                   number_text(source.fetched),
                   number_text(head_of(source)),
                   time_text(head_time_of(source)),
                   number_text(lag_blocks(source)),
                   number_text(lag_seconds(source)),
                   time_text(source.as_of),
                   bool_text(is_stale(source, at)),
                   text(source.origin),
                   std::to_string(source.rows),
                   std::to_string(source.unknown_labels),
                   std::to_string(source.malformed),
                   std::to_string(source.discrepancies),
                   std::to_string(source.activity.events),
                   time_text(source.activity.last_event),
                   time_text(source.activity.last_registration),
                   std::to_string(source.endpoints.size()),
                   well_endpoints(source),
                   source.trouble,
                   time_text(source.checked_at),
                   time_text(source.reported_at)});
}

void render_discrepancy(JsonWriter& out, const Discrepancy& discrepancy) {
  out.StartObject();
  put(out, "source", discrepancy.source);
  put(out, "from", std::optional{discrepancy.from});
  put(out, "to", std::optional{discrepancy.to});
  put(out, "check", discrepancy.check);
  put(out, "reason", discrepancy.reason);
  put(out, "endpoint", discrepancy.endpoint);
  put(out, "answer", terminal_text(discrepancy.answer));
  put(out, "other", discrepancy.other);
  put(out, "otherAnswer", terminal_text(discrepancy.other_answer));
  put(out, "recordedAt", discrepancy.recorded_at);
  out.EndObject();
}

std::string discrepancy_csv_header() {
  return "source,from,to,check,reason,endpoint,answer,other,otherAnswer,recordedAt\n";
}

std::string discrepancy_csv_row(const Discrepancy& discrepancy) {
  return csv_line({discrepancy.source, std::to_string(discrepancy.from), std::to_string(discrepancy.to),
                   discrepancy.check, discrepancy.reason, discrepancy.endpoint,
                   terminal_text(discrepancy.answer), discrepancy.other,
                   terminal_text(discrepancy.other_answer), time_text(discrepancy.recorded_at)});
}

}  // namespace splitroot::serve
