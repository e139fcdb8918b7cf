#include "db/report_rows.hpp"

#include "core/hash.hpp"
#include "db/change_rows.hpp"

namespace splitroot::db {
namespace {

std::optional<std::string> some(const std::optional<BlockMark>& block) {
  return block ? std::optional{block->hash} : std::nullopt;
}

Params& maybe_count(Params& params, std::optional<std::uint64_t> count) {
  return count ? params.int64(to_bigint(*count)) : params.null_int64();
}

void tell(Session& session, const std::string& source, const std::string& text) {
  session.run("INSERT INTO change (kind, source, detail) VALUES ($1::bigint, $2, $3)",
              Params{}.int64(change_code(ChangeKind::source_notice)).text(source).text(text));
}

void record_endpoint(Session& session, const std::string& source, const EndpointHealth& endpoint) {
  Params params;
  params.text(source).text(endpoint.name).boolean(endpoint.healthy).text(endpoint.trouble);
  for (const std::uint64_t count : {endpoint.requests, endpoint.failures, endpoint.window})
    params.int64(to_bigint(count));
  maybe_count(params, endpoint.head);
  session.run(R"(
      INSERT INTO source_endpoint (source, endpoint, healthy, trouble, requests, failures, block_window, head)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (source, endpoint) DO UPDATE SET
        healthy = excluded.healthy, trouble = excluded.trouble, requests = excluded.requests,
        failures = excluded.failures, block_window = excluded.block_window, head = excluded.head,
        reported_at = now())",
              params);
}

void drop_other_endpoints(Session& session, const SourceReport& report) {
  std::vector<std::string> names;
  for (const EndpointHealth& endpoint : report.endpoints) names.push_back(endpoint.name);
  session.run("DELETE FROM source_endpoint WHERE source = $1 AND endpoint <> ALL ($2)",
              Params{}.text(report.source).texts(names));
}

/// Covers both answers and what they were asked for.
std::string digest_of(const Discrepancy& found) {
  std::string all;
  for (const std::string& part : {std::to_string(found.from), std::to_string(found.to), found.check,
                                  found.endpoint, found.answer, found.other, found.other_answer}) {
    all += std::to_string(part.size()) + ":" + part;
  }
  return std::string{view(sha256(all))};
}

std::string shown(const SourceNotice& notice) {
  std::string text = notice.text;
  if (notice.evidence.block) text += ", block " + std::to_string(*notice.evidence.block);
  if (!notice.evidence.tx.empty()) text += ", tx " + notice.evidence.tx;
  return text;
}

}  // namespace

void record_report(Session& session, const SourceReport& report) {
  Params params;
  params.text(report.source);
  maybe_count(params, report.fetched);
  maybe_count(params, report.head ? std::optional{report.head->number} : std::nullopt);
  params.text(some(report.head)).time(report.head ? std::optional{report.head->time} : std::nullopt);
  session.run(R"(
      INSERT INTO source AS s (source, fetched, head, head_hash, head_time, reported_at)
      VALUES ($1, $2, $3, $4, $5, now())
      ON CONFLICT (source) DO UPDATE SET
        fetched = coalesce(excluded.fetched, s.fetched), head = coalesce(excluded.head, s.head),
        head_hash = CASE WHEN excluded.head IS NULL THEN s.head_hash ELSE excluded.head_hash END,
        head_time = CASE WHEN excluded.head IS NULL THEN s.head_time ELSE excluded.head_time END,
        reported_at = now())",
              params);
  drop_other_endpoints(session, report);
  for (const EndpointHealth& endpoint : report.endpoints) record_endpoint(session, report.source, endpoint);
}

void record_discrepancy(Session& session, const Discrepancy& found) {
  const Rows added = session.run(R"(
      INSERT INTO discrepancy (source, digest, block_from, block_to, kind, reason, endpoint, answer, other,
                               other_answer)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING)",
                                 Params{}
                                     .text(found.source)
                                     .bytes(digest_of(found))
                                     .int64(to_bigint(found.from))
                                     .int64(to_bigint(found.to))
                                     .text(found.check)
                                     .text(found.reason)
                                     .text(found.endpoint)
                                     .bytes(found.answer)
                                     .text(found.other)
                                     .bytes(found.other_answer));
  if (added.affected() > 0) tell(session, found.source, found.reason);
}

void record_notices(Session& session, const std::string& source, std::span<const SourceNotice> notices) {
  for (const SourceNotice& notice : notices) tell(session, source, shown(notice));
}

}  // namespace splitroot::db
