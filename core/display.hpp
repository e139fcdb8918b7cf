#pragma once
#include <string>
#include <string_view>

namespace splitroot {

/// A label or name fit to be shown: valid UTF-8 without control, bidi, invisible or line-breaking
/// characters; each such code point as `\u{202E}`, each octet that is no UTF-8 as `\xFF`, a backslash as
/// `\\`. Reversible, so nothing is hidden.
std::string display_text(std::string_view raw);

/// As display_text, and a dot inside the label as `\.`, so that `a.b` under `eth` is not taken for two
/// labels.
std::string display_label(std::string_view raw_label);

/// Text for a terminal or log: as display_text, but a backslash stays as it is and newlines are kept.
std::string terminal_text(std::string_view text);

/// `&<>"'` as character references; the rest as display_text gives it.
std::string html_text(std::string_view text);

/// A CSV field: quoted where RFC 4180 asks for it, and with a leading `'` where a spreadsheet would take
/// it for a formula (`=`, `+`, `-`, `@`, tab, carriage return).
std::string csv_field(std::string_view text);

}  // namespace splitroot
