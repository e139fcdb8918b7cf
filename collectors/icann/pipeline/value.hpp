#pragma once
#include <string>
#include <string_view>

namespace splitroot::collectors::pipeline {

/// `yes` or `no` for the ways to write them (`Y`, `true`, `1` …); the text where it is neither.
std::string flag(std::string_view text);

/// The year in the name of a round (`New gTLD Program: 2026 Round`); without one, the text in lower case.
std::string round_of(std::string_view text);

/// True for `yes`, `no`, `none` and digits: what a column of labels holds where it lists none.
bool is_count_or_flag(std::string_view text);

}  // namespace splitroot::collectors::pipeline
