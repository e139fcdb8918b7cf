#pragma once
#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "core/source.hpp"
#include "ingest/ingest.hpp"

namespace splitroot::app {

/// How long is too long. 0 is never.
struct WatchLimits {
  std::chrono::seconds silent{0};  ///< since the chain's last block
  std::chrono::seconds behind{0};  ///< between the last block read and the head, and not catching up
  std::optional<std::chrono::seconds>
      empty;                      ///< without any event; nullopt: 50 times the usual pause, a day at least
  std::chrono::seconds quiet{0};  ///< without a registration
};

/// What holds for a source unless configured: chains by the pace of their blocks, lists only by being empty.
WatchLimits watch_limits(const std::string& source, const std::string& kind, std::chrono::seconds quiet,
                         const WatchSettings& configured);

/// Looks at sources that are read without trouble, and says which of them are silent, behind, empty or quiet.
/// A source that cannot be read keeps the alarm it had: whoever is told of it has other worries.
class Watch {
 public:
  explicit Watch(std::map<std::string, WatchLimits> limits) : limits_(std::move(limits)) {}

  /// Alarms that have come, changed or (empty text) gone. `sources` as stored; only those with limits are
  /// looked at.
  std::vector<ingest::Ingest::Alarm> look(std::span<const SourcePosition> sources, Timestamp at);

  /// The same when a pass over everything has ended that began at `began`: nothing will catch up any more.
  std::vector<ingest::Ingest::Alarm> look_at_end(std::span<const SourcePosition> sources, Timestamp began,
                                                 Timestamp at);

 private:
  struct Look {
    Timestamp at;
    std::uint64_t head;
    std::uint64_t lag;
  };
  using Looks = std::deque<Look>;

  std::vector<ingest::Ingest::Alarm> judge(std::span<const SourcePosition> sources, Timestamp at,
                                           std::optional<std::chrono::seconds> pass);

  std::map<std::string, WatchLimits> limits_;
  std::map<std::string, Looks> looks_;
};

}  // namespace splitroot::app
