#include "core/vocabulary.hpp"

#include <algorithm>

namespace splitroot {
namespace {

using std::string_view;

template <class Word>
struct Spelling;

#define SPLITROOT_SPELLING(Word, ...)                                       \
  template <>                                                               \
  struct Spelling<Word> {                                                   \
    static constexpr auto list = std::to_array<string_view>({__VA_ARGS__}); \
  };

SPLITROOT_SPELLING(Standing, "delegated", "in-root-unclassified", "temporary-delegation", "contracted",
                   "confirmed", "applied", "announced", "on-hold", "replaced", "withdrawn", "not-approved",
                   "retired", "special-use", "private-use", "reserved", "blocked", "ineligible")
SPLITROOT_SPELLING(NameStatus, "auction", "active", "grace", "premium", "released", "revoked", "burnt",
                   "reserved", "unknown")
SPLITROOT_SPELLING(Class, "exact", "cross-alt", "stale-list")
SPLITROOT_SPELLING(Kind, "overlap", "similarity", "policy", "list-drift")
SPLITROOT_SPELLING(Level, "tld", "label")
SPLITROOT_SPELLING(State, "open", "twin", "unproven-twin", "closed")
SPLITROOT_SPELLING(Severity, "info", "low", "medium", "high", "critical")
SPLITROOT_SPELLING(ChangeKind, "name.seen", "name.changed", "collision.opened", "collision.changed",
                   "collision.closed", "standing.changed", "source.unhealthy", "source.recovered",
                   "name.retracted", "collision.retracted", "source.notice", "standing.dated")
SPLITROOT_SPELLING(Origin, "live", "file", "snapshot")
SPLITROOT_SPELLING(Verification, "verified", "unverified-historical")
#undef SPLITROOT_SPELLING

template <class Word>
string_view spelled(Word word) {
  return Spelling<Word>::list[static_cast<std::size_t>(word)];
}

}  // namespace

template <class Word>
std::span<const std::string_view> words() {
  return Spelling<Word>::list;
}

template <class Word>
std::optional<Word> parse_word(std::string_view word) {
  const auto& list = Spelling<Word>::list;
  const auto found = std::find(list.begin(), list.end(), word);
  if (found == list.end()) return std::nullopt;
  return static_cast<Word>(found - list.begin());
}

#define SPLITROOT_WORD(Word)                                 \
  std::string_view text(Word word) { return spelled(word); } \
  template std::span<const std::string_view> words<Word>();  \
  template std::optional<Word> parse_word<Word>(std::string_view);

SPLITROOT_WORD(Standing)
SPLITROOT_WORD(NameStatus)
SPLITROOT_WORD(Class)
SPLITROOT_WORD(Kind)
SPLITROOT_WORD(Level)
SPLITROOT_WORD(State)
SPLITROOT_WORD(Severity)
SPLITROOT_WORD(ChangeKind)
SPLITROOT_WORD(Origin)
SPLITROOT_WORD(Verification)
#undef SPLITROOT_WORD

Severity step_down(Severity severity) {
  return severity == Severity::info ? severity : static_cast<Severity>(static_cast<int>(severity) - 1);
}

}  // namespace splitroot
