#pragma once
#include <string>
#include <string_view>

namespace splitroot::collectors {

/// The text of a piece of HTML: tags dropped, character references decoded (decimal, hexadecimal, and the
/// named ones that text needs), blanks and line breaks joined to one blank, none at either end. References
/// that mean nothing stay as they are. Precondition: valid UTF-8; the result is so too, and without NUL.
std::string text_of_html(std::string_view html);

}  // namespace splitroot::collectors
