#pragma once
#include <string_view>
#include <unordered_map>
#include <vector>

#include "collectors/handshake/decode.hpp"
#include "collectors/handshake/name_state.hpp"
#include "core/batch.hpp"

namespace splitroot::collectors::handshake {

using StatesByName = std::unordered_map<NameKey, StateHistory>;

/// Touches in chain order, in the runs they were decoded in: joining these would move each once more.
using Touches = std::vector<std::vector<Touch>>;

/// How touches become events.
struct Folding {
  NameRules rules;
  std::string_view address_prefix;
  bool whole = true;           ///< the chain was read from its first block
  std::uint64_t final_to = 0;  ///< the last final block
  bool is_final = true;        ///< false: what each block says is told apart
};

struct Folded {
  std::vector<NameEvent> events;  ///< by name; of blocks that are not final by block
  std::vector<RecordEvent> records;
  bool has_unspelled = false;  ///< a name was met for the first time, and not spelled
};

/// Folds touches over the states known before them, and puts the states after them in their
/// place. A run of touches becomes one event: the whole state of its name with the last touch's evidence,
/// behind one with the first touch's where the name was not known. What an event says:
/// - status: auction until the auction is over; active from then on (a name that was won is its winner's to
/// register),
///   and of a claimed name at once; revoked. `auction_ends` and `lapses_at` say when time alone changes it;
/// - holder: the address that bid most so far, then who registered it, then whoever it moved to; empty at an
/// opening;
/// - registered_at: time of the REGISTER;
/// - resolves: its records name something to look up. They outlive a lapse, as in the node, but not a REVOKE;
/// - claimed: it came by a CLAIM.
/// What a `partial` state does not tell is left open.
Folded fold(const Touches& touches, StatesByName& states, const Folding& folding);

}  // namespace splitroot::collectors::handshake
