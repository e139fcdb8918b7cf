#include "app/watch.hpp"

#include <algorithm>

#include "serve/coverage.hpp"

namespace splitroot::app {
namespace {

using namespace std::chrono_literals;
using Alarm = ingest::Ingest::Alarm;

/// A window of logs may take minutes to write; who has come no nearer in this time will not.
constexpr std::chrono::seconds patience = 10min;

/// Too few events tell nothing of the usual pause between them.
constexpr std::uint64_t least_events = 100;

void add(std::string& alarm, const std::string& part) {
  if (!part.empty()) alarm += (alarm.empty() ? "" : "; ") + part;
}

bool is_over(std::optional<Timestamp> since, std::optional<Timestamp> until, std::chrono::seconds limit) {
  return limit > 0s && since && until && *until - *since > limit;
}

std::string empty_list(const SourcePosition& source) {
  const bool read = source.kind == "list" && !source.position.empty();
  return read && source.rows == 0 ? "its list has no entries" : "";
}

std::string empty_chain(const SourcePosition& source, const WatchLimits& limits) {
  const Activity& activity = source.activity;
  if (activity.events < least_events || !activity.first_event || !activity.last_event) return "";
  const auto usual =
      (*activity.last_event - *activity.first_event) / static_cast<std::int64_t>(activity.events);
  const std::chrono::seconds limit = limits.empty.value_or(std::max<std::chrono::seconds>(50 * usual, 24h));
  if (!is_over(activity.last_event, source.as_of, limit)) return "";
  return "no event since " + to_rfc3339(*activity.last_event) + ", though there used to be one every " +
         serve::age_text(std::max<std::chrono::seconds>(usual, 1s));
}

std::string quiet(const SourcePosition& source, const WatchLimits& limits) {
  const auto last = source.activity.last_registration;
  if (!is_over(last, source.as_of, limits.quiet)) return "";
  return "no registration since " + to_rfc3339(*last) + ": its controllers may have been replaced";
}

}  // namespace

WatchLimits watch_limits(const std::string& source, const std::string& kind, std::chrono::seconds quiet,
                         const WatchSettings& configured) {
  WatchLimits limits;
  if (kind == "chain") {
    const std::chrono::seconds pace =
        source == "hns" ? 6h : 1h;  // a Handshake block takes ten minutes, on average
    limits = {configured.silent.value_or(pace), configured.behind.value_or(pace), configured.empty,
              configured.quiet.value_or(quiet)};
  }
  return limits;
}

std::vector<Alarm> Watch::look(std::span<const SourcePosition> sources, Timestamp at) {
  return judge(sources, at, std::nullopt);
}

std::vector<Alarm> Watch::look_at_end(std::span<const SourcePosition> sources, Timestamp began,
                                      Timestamp at) {
  return judge(sources, at, at - began);
}

namespace {

/// A head that has not moved since the look before: its clock alone could be wrong, or the look the first.
std::string silent(const SourcePosition& source, const WatchLimits& limits,
                   std::optional<std::uint64_t> before, Timestamp at) {
  if (before != source.head->number || !is_over(source.head->time, at, limits.silent)) return "";
  return "no new block since " + to_rfc3339(source.head->time);
}

std::string behind(const WatchLimits& limits, std::chrono::seconds time) {
  if (limits.behind == 0s || time <= limits.behind) return "";
  return "more than " + serve::age_text(limits.behind) + " behind its chain, and not catching up";
}

}  // namespace

std::vector<Alarm> Watch::judge(std::span<const SourcePosition> sources, Timestamp at,
                                std::optional<std::chrono::seconds> pass) {
  std::vector<Alarm> alarms;
  for (const SourcePosition& source : sources) {
    const auto limits = limits_.find(source.source);
    if (limits == limits_.end() || source.trouble != source.alarm) continue;
    std::string alarm = empty_list(source);
    add(alarm, empty_chain(source, limits->second));
    add(alarm, quiet(source, limits->second));
    const auto lag = serve::lag(source);
    if (source.head && lag) {
      Looks& looks = looks_[source.source];
      const std::optional<std::uint64_t> head =
          looks.empty() ? std::nullopt : std::optional{looks.back().head};
      add(alarm, silent(source, limits->second, head, at));
      while (looks.size() > 1 && at - looks[1].at >= patience) looks.pop_front();
      const bool stuck =
          !looks.empty() && at - looks.front().at >= patience && lag->blocks >= looks.front().lag;
      if (pass || stuck) add(alarm, behind(limits->second, lag->time.value_or(0s) - pass.value_or(0s)));
      looks.push_back({at, source.head->number, lag->blocks});
    }
    if (alarm != source.alarm) alarms.push_back({source.source, alarm});
  }
  return alarms;
}

}  // namespace splitroot::app
