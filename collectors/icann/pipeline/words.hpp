#pragma once
#include <string>
#include <string_view>

namespace splitroot::collectors::pipeline {

/// A column's name or a status word made comparable: ASCII letters lowered, every run of what is neither
/// letter nor digit as one hyphen, none at the ends. Letters beyond ASCII stay as they are; what acts on a
/// screen instead of standing on it (core/display.hpp) is no letter.
std::string normalized(std::string_view words);

/// The same where the words may be joined by capitals: `contactEmail` is `contact-email`.
std::string normalized_camel(std::string_view words);

/// Without blanks, tabs and line ends at both ends.
std::string_view trimmed(std::string_view text);

/// True for nothing, and for what lists write in its place: `-`, `--`, `n/a`.
bool is_nothing(std::string_view value);

/// True when `name` has `pattern` as a word or a run of words: `fax` and `contact*` are in
/// `contact-fax-number`. `*` is any characters. Both are normalized.
bool has_words(std::string_view name, std::string_view pattern);

}  // namespace splitroot::collectors::pipeline
