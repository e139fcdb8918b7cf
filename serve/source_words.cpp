#include "serve/source_words.hpp"

#include "serve/coverage.hpp"
#include "serve/text_table.hpp"
#include "serve/words.hpp"

namespace splitroot::serve {
namespace {

void append(std::string& list, std::string_view part) {
  if (part.empty()) return;
  if (!list.empty()) list += ", ";
  list += part;
}

/// The beginning of a long trouble; `sources`, JSON and `doctor` tell it whole.
std::string brief(std::string_view trouble) {
  constexpr std::size_t longest = 72;
  if (trouble.size() <= longest) return std::string{trouble};
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(trouble[end]) & 0xc0U) == 0x80U) --end;
  return std::string{trouble.substr(0, end)} + "…";
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return grouped(count) + " " + std::string{count == 1 ? one : many};
}

std::string range_words(const BlockRange& range) {
  std::string out = grouped(range.from) + " to " + grouped(range.verified);
  if (range.fetched > range.verified) out += " (fetched to " + grouped(range.fetched) + ")";
  return out + (range.verified_hash.empty() ? "" : ", hash " + range.verified_hash);
}

std::string finality_words(const SourcePosition& source) {
  std::string out;
  if (source.final_to) append(out, "final to " + grouped(*source.final_to));
  if (source.head) {
    append(out, "head " + grouped(source.head->number) + " of " + to_rfc3339(source.head->time));
    if (const auto behind = lag(source); behind && behind->blocks > 0) {
      append(out, counted(behind->blocks, "block", "blocks") + " to go");
      if (behind->time && behind->time->count() > 0) out += " (" + age_text(behind->time) + ")";
    }
  }
  return out;
}

std::string endpoint_words(const EndpointHealth& endpoint) {
  std::string out = endpoint.name + (endpoint.healthy ? " well" : " in trouble");
  if (!endpoint.trouble.empty()) out += ": " + endpoint.trouble;
  out += "; " + counted(endpoint.requests, "request", "requests") + ", " + grouped(endpoint.failures) +
         " failed";
  if (endpoint.window > 0) out += ", " + counted(endpoint.window, "block", "blocks") + " at a time";
  if (endpoint.head) out += ", head " + grouped(*endpoint.head);
  return out;
}

std::string activity_words(const Activity& activity) {
  std::string out = counted(activity.events, "event", "events");
  if (activity.last_event) out += ", the last of " + to_rfc3339(*activity.last_event);
  if (activity.last_registration) out += "; last registration " + to_rfc3339(*activity.last_registration);
  return out;
}

}  // namespace

std::string position_text(const SourcePosition& source) {
  if (source.position.empty()) return "nothing read yet";
  return is_chain(source) ? "block " + source.position : source.position;
}

std::string read_text(const SourcePosition& source) {
  if (source.position.empty()) return "-";
  if (!source.from) return source.position;
  std::string out = std::to_string(*source.from) + "-" + source.position;
  if (source.ranges.size() > 1) out += " +" + std::to_string(source.ranges.size() - 1);
  return out;
}

std::string lag_text(const SourcePosition& source) {
  const auto behind = lag(source);
  return behind ? grouped(behind->blocks) : "-";
}

std::string remarks_text(const SourcePosition& source, Timestamp at) {
  std::string out;
  if (is_stale(source, at) && source.as_of) append(out, "stale");
  if (source.origin == Origin::snapshot) append(out, "bundled with splitroot");
  if (source.origin == Origin::file) append(out, "read from a file");
  if (!source.final && !source.position.empty())
    append(out, source.final_to ? "not final above " + std::to_string(*source.final_to) : "not final");
  append(out, brief(source.trouble));
  return out;
}

std::string mark_text(const SourcePosition& source, Timestamp at) {
  if (source.position.empty()) return "nothing read yet";
  if (source.origin == Origin::snapshot) return "bundled";
  std::string out;
  if (is_stale(source, at)) append(out, "stale");
  if (source.origin == Origin::file) append(out, "from a file");
  if (!source.final) append(out, "not final");
  return out;
}

std::vector<SourceNote> source_notes(const SourcePosition& source, bool full) {
  std::vector<SourceNote> notes;
  const auto note = [&notes](const char* what, std::string words) {
    if (!words.empty()) notes.push_back({what, std::move(words)});
  };
  note("trouble", source.trouble);
  if (source.discrepancies > 0) {
    note("differs", counted(source.discrepancies, "answer contradicts", "answers contradict") +
                        " another; see sources --discrepancies");
  }
  if (!full) return notes;
  for (const BlockRange& range : source.ranges) note("read", range_words(range));
  note("chain", finality_words(source));
  for (const EndpointHealth& endpoint : source.endpoints) note("endpoint", endpoint_words(endpoint));
  if (source.activity.events > 0) note("activity", activity_words(source.activity));
  if (source.checked_at) note("checked", to_rfc3339(*source.checked_at));
  return notes;
}

std::vector<std::string> wrapped(std::string_view words, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  while (!words.empty()) {
    const auto end = std::min(words.find_first_of(" \n"), words.size());
    const std::string_view word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    if (!line.empty() && terminal_width(line) + 1 + terminal_width(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace splitroot::serve
