#pragma once
#include <vector>

#include "core/finding.hpp"
#include "core/standing.hpp"

namespace splitroot::correlate {

/// Class `stale-list`: the labels in which a namespace's own reserved lists, as they are in force at `at`,
/// differ from the DNS world of then (lint in reserved_list.hpp): what they lack, and what they hold back for
/// a TLD that the root was seen to lose. One finding a label over all lists of a namespace, by
/// label; nobody need have registered it. Empty while nothing is known to be in the root at `at`.
///
/// Handshake's lists hold by height of its main network; its height at a moment is taken from the pace it
/// keeps, one block in ten minutes since 2020-02-03 (hsd, networks.js: `targetSpacing`, genesis time).
std::vector<CollisionRecord> list_drifts(const std::vector<StandingRecord>& standings, Timestamp at);

}  // namespace splitroot::correlate
