#pragma once
#include <string_view>

namespace splitroot::collectors::pipeline {

/// Whether a column tells of persons by its name (schemas/pipeline/personal.csv). `title` is as found.
bool is_personal_column(std::string_view title);

/// Whether a text holds an e-mail address: `local@domain.tld` anywhere in it.
bool holds_email(std::string_view text);

/// Whether a text holds a telephone number: international (`+` or `00`), national with its leading zero and
/// separators, North American (3-3-4), or any behind a word like `tel`. Dates and numbers of applications are
/// none.
bool holds_phone(std::string_view text);

/// Either of them, as far as the rules say to look for it. `may_be_number`: a field where digits are no
/// telephone number (a date, the number of an application).
bool is_personal_value(std::string_view text, bool may_be_number);

}  // namespace splitroot::collectors::pipeline
