#include "core/display.hpp"
#include "core/hex.hpp"
#include "serve/csv_parts.hpp"
#include "serve/render.hpp"
#include "serve/words.hpp"

namespace splitroot::serve {
std::string collision_csv_header() {
  return "id,class,level,namespace,name,nameHex,againstNamespace,againstLdhName,againstStanding,kind,state,"
         "reason,"
         "severity,severityBasis,consequence,status,resolves,verifiedLive,asOf,validFrom,validTo,recordedAt,"
         "evidenceChain,evidenceBlock,evidenceTx\n";
}

std::string collision_csv_row(const CollisionRecord& record) {
  const Finding& finding = record.finding;
  return csv_line({record.id,
                   text(finding.cls),
                   text(finding.level),
                   finding.ns,
                   record.name,
                   to_hex(record.name_raw),
                   finding.against.ns,
                   finding.against.ldh,
                   finding.against.standing ? text(*finding.against.standing) : "",
                   text(finding.kind),
                   text(finding.state),
                   finding.reason,
                   text(finding.severity),
                   joined(finding.basis),
                   finding.consequence.value_or(""),
                   text(finding.status),
                   bool_text(finding.resolves),
                   bool_text(finding.verified_live),
                   time_text(finding.as_of),
                   time_text(finding.valid_from),
                   time_text(finding.valid_to),
                   to_rfc3339(record.recorded_at),
                   record.evidence.chain,
                   number_text(record.evidence.block),
                   record.evidence.tx});
}

std::string name_csv_header() {
  return "namespace,name,nameHex,node,holder,status,resolves,registeredAt,expiresAt,firstSeenChain,"
         "firstSeenBlock,"
         "firstSeenTx,lastSeenChain,lastSeenBlock,lastSeenTx,verifiedLive,asOf\n";
}

std::string name_csv_row(const NameRecord& name, const NameView& view) {
  const bool spelled = name.label && name.place;
  const std::string holder = name.holder.value_or("");
  const auto status = effective_status(name, view.lapse(name.ns), view.at);
  return csv_line(
      {name.ns, display_name(name), spelled ? to_hex(full_name(*name.label, *name.place)) : "",
       node_text(name.ns, name.key),
       view.holders == Holders::whole || holder.empty() ? display_text(holder) : shorten_holder(holder),
       text(status), bool_text(name.resolves), time_text(name.registered_at), time_text(name.expires_at),
       name.first.chain, number_text(name.first.block), name.first.tx, name.last.chain,
       number_text(name.last.block), name.last.tx, bool_text(name.origin == Origin::live),
       time_text(name.as_of)});
}

}  // namespace splitroot::serve
