#include "serve/metrics.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "serve/coverage.hpp"

namespace splitroot::serve {
namespace {

/// Counting walks over every finding, so one count serves several scrapes.
constexpr std::chrono::seconds count_lifetime{60};

std::string label_value(std::string_view value) {
  std::string out;
  for (const char c : terminal_text(value)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

void family(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out.append("# HELP splitroot_").append(name).append(" ").append(help).append("\n");
  out.append("# TYPE splitroot_").append(name).append(" ").append(type).append("\n");
}

void sample(std::string& out, std::string_view name, std::string_view labels, std::string_view value) {
  out.append("splitroot_").append(name);
  if (!labels.empty()) out.append("{").append(labels).append("}");
  out.append(" ").append(value).append("\n");
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

using Figure = std::function<std::optional<std::string>(const SourcePosition&)>;

void source_family(std::string& out, const std::vector<SourcePosition>& sources, std::string_view name,
                   std::string_view help, const Figure& figure) {
  family(out, name, "gauge", help);
  for (const SourcePosition& source : sources) {
    if (const auto value = figure(source)) {
      sample(out, name, "source=\"" + label_value(source.source) + "\"", *value);
    }
  }
}

void source_figures(std::string& out, const std::vector<SourcePosition>& sources, Timestamp at) {
  source_family(
      out, sources, "source_position", "Block number or serial a source has been read to.",
      [](const auto& s) { return is_number(s.position) ? std::optional{s.position} : std::nullopt; });
  source_family(out, sources, "source_age_seconds", "Age of the newest block or list read.",
                [at](const auto& s) {
                  const auto known = age(s, at);
                  return known ? std::optional{std::to_string(known->count())} : std::nullopt;
                });
  source_family(out, sources, "source_stale",
                "1 when a source is older than its limit or was never read live.",
                [at](const auto& s) { return std::optional<std::string>{is_stale(s, at) ? "1" : "0"}; });
  source_family(out, sources, "source_healthy", "0 while a source is in trouble.",
                [](const auto& s) { return std::optional<std::string>{s.trouble.empty() ? "1" : "0"}; });
  source_family(out, sources, "source_rows", "Names or strings held from a source.",
                [](const auto& s) { return std::optional{std::to_string(s.rows)}; });
  source_family(out, sources, "source_unknown_labels", "Names whose label nobody has spelled yet.",
                [](const auto& s) { return std::optional{std::to_string(s.unknown_labels)}; });
  source_family(out, sources, "source_malformed", "Records kept undecoded.",
                [](const auto& s) { return std::optional{std::to_string(s.malformed)}; });
}

void collision_figures(std::string& out, const Metrics::CollisionCounts& counts) {
  family(out, "collisions", "gauge", "Findings as they stand, by kind, severity and state.");
  for (const auto& [key, count] : counts) {
    const auto& [kind, severity, state] = key;
    std::string labels = "kind=\"" + std::string{text(kind)} + "\",severity=\"";
    labels.append(text(severity)).append("\",state=\"").append(text(state)).append("\"");
    sample(out, "collisions", labels, std::to_string(count));
  }
}

void outbox_figures(std::string& out, const Reader::Delivered& counts) {
  family(out, "outbox_pending", "gauge", "Alerts waiting to be delivered.");
  sample(out, "outbox_pending", "", std::to_string(counts.pending));
  family(out, "outbox_delivered", "gauge", "Alerts delivered.");
  sample(out, "outbox_delivered", "", std::to_string(counts.delivered));
  family(out, "outbox_failed_attempts", "gauge", "Deliveries that failed, retries included.");
  sample(out, "outbox_failed_attempts", "", std::to_string(counts.failed_attempts));
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

std::string Metrics::render(Reader* reader, Timestamp at) {
  std::string out;
  family(out, "build_info", "gauge", "Version of this program.");
  sample(out, "build_info", "version=\"" SPLITROOT_VERSION "\"", "1");
  family(out, "database_up", "gauge", "0 while the database does not answer.");
  sample(out, "database_up", "", reader != nullptr ? "1" : "0");
  if (reader != nullptr) {
    source_figures(out, reader->sources(), at);
    collision_figures(out, collision_counts(*reader, at));
    outbox_figures(out, reader->delivery_counts());
  }
  request_figures(out);
  return extra_ ? out + extra_() : out;
}

void Metrics::request_figures(std::string& out) {
  const std::lock_guard lock{mutex_};
  family(out, "http_requests_total", "counter", "Requests answered, by route and status.");
  for (const auto& [key, count] : requests_) {
    sample(out, "http_requests_total",
           "route=\"" + key.first + "\",status=\"" + std::to_string(key.second) + "\"",
           std::to_string(count));
  }
}

}  // namespace splitroot::serve
