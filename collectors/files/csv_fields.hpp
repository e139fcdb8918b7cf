#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/csv.hpp"
#include "core/time.hpp"

namespace splitroot::collectors {

/// Fields of the current record, checked; an error (input) has line, column and the text found.

/// UTF-8 text without NUL; empty where the file has no such column.
Result<std::string> text_field(const CsvTable& table, std::string_view column);

/// A date or an RFC 3339 time; nullopt where the field is empty.
Result<std::optional<Timestamp>> time_field(const CsvTable& table, std::string_view column);

/// Decimal number; nullopt where the field is empty.
Result<std::optional<std::uint64_t>> number_field(const CsvTable& table, std::string_view column);

/// All of a stream, up to `largest` octets; more, or a read error, is an input error that names `origin`.
Result<std::string> read_all(std::istream& in, std::string_view origin, std::size_t largest = 64U << 20);

}  // namespace splitroot::collectors
