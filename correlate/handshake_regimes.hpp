#pragma once
#include <span>
#include <vector>

#include "core/embedded.hpp"
#include "core/result.hpp"
#include "correlate/reserved_list.hpp"

namespace splitroot::correlate {

/// The lists that Handshake has been under, from schemas/reserved (hsd 8.0.0, `lib/covenants/rules.js`
/// isReserved and isLockedUp, `lib/dns/server.js`), for mainnet:
/// - `hns-reserve-2020`: below height 210,240 a name of the reserve could only be claimed;
/// - `hns-lockup-2023`: from there to 420,480, where the soft fork is active, no name of the lock-up can be
/// opened;
/// - `hns-lockup-roots`: from 420,480 on only the lock-up's root labels;
/// - `hns-fallback-2020`: the root labels for which resolvers ask the DNS root when the chain has nothing.
/// Where the soft fork is not active nothing is held back from height 210,240 on. Read once; broken data is a
/// bug (Failure).
const std::vector<Regime>& handshake_regimes();

/// The same from files of the names `hns-2020.csv` and `hns-2023-lockup.csv`. An error names file, line,
/// column.
Result<std::vector<Regime>> read_handshake_regimes(std::span<const EmbeddedFile> files);

}  // namespace splitroot::correlate
