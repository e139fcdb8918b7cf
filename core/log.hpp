#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace splitroot::log {

enum class Level { debug, info, warning, error };

/// Sets the format (text or one JSON object a line) and the least level shown. Everything goes to stderr.
void configure(Level least, bool json);

/// `message` is escaped for a terminal (core/display.hpp) before it is shown.
void write(Level level, std::string_view message);

/// Lines that stand under the log on a terminal: erased before a line of it is written, and written again
/// after. They must each fit the terminal's width. Empty: none.
void stand_under(const std::vector<std::string>& lines);

inline void debug(std::string_view message) { write(Level::debug, message); }
inline void info(std::string_view message) { write(Level::info, message); }
inline void warning(std::string_view message) { write(Level::warning, message); }
inline void error(std::string_view message) { write(Level::error, message); }

}  // namespace splitroot::log
