#include "serve/source_metrics.hpp"

#include <algorithm>
#include <charconv>

#include "serve/coverage.hpp"

namespace splitroot::serve {
namespace {

using Count = std::optional<std::uint64_t>;

Count seconds(std::optional<std::chrono::seconds> time) {
  return time ? Count{static_cast<std::uint64_t>(time->count())} : std::nullopt;
}

Count unix_time(std::optional<Timestamp> time) {
  return time && to_unix(*time) >= 0 ? Count{static_cast<std::uint64_t>(to_unix(*time))} : std::nullopt;
}

/// A serial or block number; a list's date is none.
Count position_number(const SourcePosition& source) {
  std::uint64_t number = 0;
  const char* end = source.position.data() + source.position.size();
  const auto read = std::from_chars(source.position.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end ? Count{number} : std::nullopt;
}

Count lag_blocks(const SourcePosition& source) {
  const auto behind = lag(source);
  return behind ? Count{behind->blocks} : std::nullopt;
}

Count lag_seconds(const SourcePosition& source) {
  const auto behind = lag(source);
  return behind ? seconds(behind->time) : std::nullopt;
}

struct SourceFigure {
  const char* name;
  const char* help;
  Count (*value)(const SourcePosition&, Timestamp at);
};

constexpr SourceFigure gauges[] = {
    {"source_position", "Block number or serial a source has been read to.",
     [](const auto& s, Timestamp) { return position_number(s); }},
    {"source_age_seconds", "Age of the newest block or list read.",
     [](const auto& s, Timestamp at) { return seconds(age(s, at)); }},
    {"source_stale", "1 when a source is older than its limit or was never read live.",
     [](const auto& s, Timestamp at) { return Count{is_stale(s, at) ? 1 : 0}; }},
    {"source_healthy", "0 while a source is in trouble.",
     [](const auto& s, Timestamp) { return Count{s.trouble.empty() ? 1 : 0}; }},
    {"source_head_block", "Last block of the chain, as last seen.",
     [](const auto& s, Timestamp) { return s.head ? Count{s.head->number} : std::nullopt; }},
    {"source_head_timestamp_seconds", "Time of the chain's last block, as last seen.",
     [](const auto& s, Timestamp) { return s.head ? unix_time(s.head->time) : std::nullopt; }},
    {"source_first_block", "First block of the range that reaches furthest.",
     [](const auto& s, Timestamp) { return s.from; }},
    {"source_verified_block", "Last block whose events are in the database.",
     [](const auto& s, Timestamp) { return verified(s); }},
    {"source_final_block", "Last block that no reorganisation can take back.",
     [](const auto& s, Timestamp) { return s.final_to; }},
    {"source_fetched_block", "Last block read ahead of the writer.",
     [](const auto& s, Timestamp) { return s.fetched; }},
    {"source_ranges", "Ranges of blocks read; more than one while older blocks are being filled in.",
     [](const auto& s, Timestamp) { return s.ranges.empty() ? std::nullopt : Count{s.ranges.size()}; }},
    {"source_lag_blocks", "Blocks between the last one read and the head.",
     [](const auto& s, Timestamp) { return lag_blocks(s); }},
    {"source_lag_seconds", "Time between the last block read and the head.",
     [](const auto& s, Timestamp) { return lag_seconds(s); }},
    {"source_rows", "Names or strings held from a source.",
     [](const auto& s, Timestamp) { return Count{s.rows}; }},
    {"source_unknown_labels", "Names whose label nobody has spelled yet.",
     [](const auto& s, Timestamp) { return Count{s.unknown_labels}; }},
    {"source_malformed", "Records kept undecoded.",
     [](const auto& s, Timestamp) { return Count{s.malformed}; }},
    {"source_discrepancies", "Answers kept that contradict another.",
     [](const auto& s, Timestamp) { return Count{s.discrepancies}; }},
    {"source_last_event_timestamp_seconds", "Time of the newest event.",
     [](const auto& s, Timestamp) { return unix_time(s.activity.last_event); }},
    {"source_last_registration_timestamp_seconds", "Time of the newest registration.",
     [](const auto& s, Timestamp) { return unix_time(s.activity.last_registration); }},
};

using EndpointValue = Count (*)(const EndpointHealth&);

void endpoint_samples(Exposition& out, std::span<const SourcePosition> sources, EndpointValue value) {
  for (const SourcePosition& source : sources) {
    for (const EndpointHealth& endpoint : source.endpoints) {
      if (const Count count = value(endpoint))
        out.sample({{"source", source.source}, {"endpoint", endpoint.name}}, *count);
    }
  }
}

void endpoint_figures(Exposition& out, std::span<const SourcePosition> sources) {
  out.gauge("endpoint_up", "0 while an endpoint is in trouble.");
  endpoint_samples(out, sources, [](const auto& e) { return Count{e.healthy ? 1 : 0}; });
  out.counter("endpoint_requests", "Requests an endpoint was sent.");
  endpoint_samples(out, sources, [](const auto& e) { return Count{e.requests}; });
  out.counter("endpoint_failures", "Requests an endpoint did not answer as it should.");
  endpoint_samples(out, sources, [](const auto& e) { return Count{e.failures}; });
  out.gauge("endpoint_window_blocks", "Blocks an endpoint takes at a time.");
  endpoint_samples(out, sources, [](const auto& e) { return e.window > 0 ? Count{e.window} : std::nullopt; });
  out.gauge("endpoint_head_block", "Last block an endpoint has.");
  endpoint_samples(out, sources, [](const auto& e) { return e.head; });
}

}  // namespace

void source_figures(Exposition& out, std::span<const SourcePosition> sources, Timestamp at) {
  for (const SourceFigure& figure : gauges) {
    out.gauge(figure.name, figure.help);
    for (const SourcePosition& source : sources) {
      if (const Count count = figure.value(source, at)) out.sample({{"source", source.source}}, *count);
    }
  }
  out.counter("source_events", "Events taken from a source, those read again included.");
  for (const SourcePosition& source : sources) {
    if (source.kind == "chain") out.sample({{"source", source.source}}, source.activity.events);
  }
  endpoint_figures(out, sources);
}

}  // namespace splitroot::serve
