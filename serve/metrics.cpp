#include "serve/metrics.hpp"

#include "serve/source_metrics.hpp"

namespace splitroot::serve {
namespace {

/// Counting walks over every finding, so one count serves several scrapes.
constexpr std::chrono::seconds count_lifetime{60};

void collision_figures(Exposition& out, const Metrics::CollisionCounts& counts) {
  out.gauge("collisions", "Findings as they stand, by kind, severity and state.");
  for (const auto& [key, count] : counts) {
    const auto& [kind, severity, state] = key;
    out.sample({{"kind", text(kind)}, {"severity", text(severity)}, {"state", text(state)}}, count);
  }
}

void outbox_figures(Exposition& out, const Reader::Delivered& counts) {
  out.gauge("outbox_pending", "Alerts waiting to be delivered.").sample({}, counts.pending);
  out.gauge("outbox_delivered", "Alerts delivered.").sample({}, counts.delivered);
  out.gauge("outbox_failed_attempts", "Deliveries that failed, retries included.")
      .sample({}, counts.failed_attempts);
}

}  // namespace

void Metrics::count_request(std::string_view route, unsigned status) {
  const std::lock_guard lock{mutex_};
  ++requests_[{std::string{route}, status}];
}

Metrics::CollisionCounts Metrics::collision_counts(Reader& reader, Timestamp at) {
  {
    const std::lock_guard lock{mutex_};
    if (counted_at_ && at - *counted_at_ < count_lifetime) return counts_;
  }
  CollisionCounts counts;
  reader.visit_collisions({}, [&counts](const CollisionRecord& record) {
    const Finding& finding = record.finding;
    ++counts[{finding.kind, finding.severity, finding.state}];
  });
  const std::lock_guard lock{mutex_};
  counts_ = counts;
  counted_at_ = at;
  return counts;
}

std::string Metrics::render(Reader* reader, Timestamp at, Exposition::Format format) {
  Exposition out{format};
  out.gauge("build_info", "Version of this program.").sample({{"version", SPLITROOT_VERSION}}, 1);
  out.gauge("database_up", "0 while the database does not answer.").sample({}, reader != nullptr ? 1 : 0);
  if (reader != nullptr) {
    source_figures(out, reader->sources(), at);
    collision_figures(out, collision_counts(*reader, at));
    outbox_figures(out, reader->delivery_counts());
  }
  request_figures(out);
  if (extra_) extra_(out);
  return std::move(out).finish();
}

void Metrics::request_figures(Exposition& out) {
  const std::lock_guard lock{mutex_};
  out.counter("http_requests", "Requests answered, by route and status.");
  for (const auto& [key, count] : requests_) {
    out.sample({{"route", key.first}, {"status", std::to_string(key.second)}}, count);
  }
}

}  // namespace splitroot::serve
