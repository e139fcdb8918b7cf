#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/source.hpp"

namespace splitroot::serve {

/// `block 24200000`, `2026010500`, `nothing read yet`.
std::string position_text(const SourcePosition& source);

/// What has been read, in a cell: `9380410-24166232`, with ` +1` for a range more; the position of a list;
/// `-`.
std::string read_text(const SourcePosition& source);

/// `64` blocks behind the head; `-` where the head is not known.
std::string lag_text(const SourcePosition& source);

/// `not final above 24166200`, `stale`, `bundled with splitroot`, `read from a file`, the trouble: what to
/// know before relying on it.
std::string remarks_text(const SourcePosition& source, Timestamp at);

/// The same in a word or two, without the trouble.
std::string mark_text(const SourcePosition& source, Timestamp at);

/// The lines under a source in a table: its trouble and what contradicts it, and in full also ranges,
/// finality, endpoints and activity. Each is `what` and its words; long ones are broken at spaces by whoever
/// shows them.
struct SourceNote {
  std::string what;
  std::string words;
};
std::vector<SourceNote> source_notes(const SourcePosition& source, bool full);

/// `words` broken at spaces and line feeds into lines of at most `width` columns (a longer word stays whole).
std::vector<std::string> wrapped(std::string_view words, std::size_t width);

}  // namespace splitroot::serve
