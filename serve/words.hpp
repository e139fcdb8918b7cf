#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "serve/dossier.hpp"

namespace splitroot::serve {

/// What people call a namespace: `Handshake` for `hns`; the id itself where it has no other name.
std::string namespace_title(std::string_view ns);

/// `.music in the root: delegated`, `.wallet of Unstoppable`: what a finding stands against.
std::string against_text(const Against& against);

/// What a name's status amounts to in one breath: `active, verified live as of 2026-01-05`.
std::string status_text(const Finding& finding);

/// `handshake block 13107, tx 12ab…`; says so when there is none.
std::string evidence_text(const Evidence& evidence);

/// `hotel of Handshake = .hotel of the DNS (contracted)`, `reserved list of Handshake, on .kids of the DNS
/// (delegated)`.
std::string finding_text(const CollisionRecord& record);

/// What a finding's reason is the reason of: `closed`, `twin`, `stale`.
std::string_view reason_title(const Finding& finding);

/// `1 critical, 2 low; 1 stale list; 1 twin` over the findings; `no findings` for none.
std::string tally_text(const Dossier& dossier);

/// Standing and TLD-level findings in one or two sentences: what somebody in a hurry should take away.
std::string summary_text(const Dossier& dossier);

/// `2021-10-15`; `between 2020-02-01 and 2026-01-05` where only readings bound it; empty where nothing does.
std::string began_text(const StandingRecord& standing);
std::string ended_text(const StandingRecord& standing);

/// What DNS Magnitude tells of the string: `rank 27 of the 1,000 that ICANN's DNS Magnitude of 2026-09-12
/// lists`.
std::string leakage_text(const LeakageReading& reading);

/// An application of a round that is over of which no source says what became of it.
bool is_outcome_unknown(const StandingRecord& standing);

/// `application 1-1234-56789 (Applicant)`; empty where the standing is the string's own.
std::string application_text(const StandingRecord& standing);

/// `a; b; c`.
std::string joined(const std::vector<std::string>& parts);

/// `12,345`.
std::string grouped(std::uint64_t number);

/// The figure, or `not visible` where it cannot be seen.
std::string figure(std::optional<std::uint64_t> number);

}  // namespace splitroot::serve
