#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/store.hpp"
#include "core/result.hpp"
#include "correlate/engine.hpp"
#include "serve/moment.hpp"

namespace splitroot::serve {

/// How much of what hangs under a TLD can be seen at all.
enum class Observable { full, partial, none };
std::string_view text(Observable);

/// What hangs under a string that is a TLD of an alternative namespace. nullopt is "cannot be seen", never
/// zero.
struct StringExposure {
  std::string ns;
  std::optional<std::uint64_t> direct_children;
  std::optional<std::uint64_t> descendants;
  std::optional<std::uint64_t> active;  ///< of the direct children, not lapsed
  std::optional<std::uint64_t> total;
  Observable observable = Observable::none;
};

/// Everything known about one string at one moment.
struct Dossier {
  std::string input;
  std::string ldh;
  std::string unicode;
  std::vector<StandingRecord> standings;    ///< strongest first, those that have ended last
  std::vector<StandingRecord> between;      ///< may have stood: the moment lies between two readings
  std::vector<CollisionRecord> collisions;  ///< worst first
  std::vector<StringExposure> exposure;     ///< by namespace
  std::optional<LeakageReading>
      leakage;                           ///< beside registrations, never added to them; nullopt: not measured
  std::vector<SourcePosition> coverage;  ///< by source
  Timestamp at;                          ///< the moment spoken of
  Timestamp now;                         ///< of asking: the age of coverage counts from it
  std::optional<Timestamp> as_of = std::nullopt;  ///< as asked
  std::optional<Timestamp> known_at = std::nullopt;
};

/// Reads a string's findings. `input` is an A- or U-label, with or without an outer dot; anything else is an
/// input error (core to_ldh). Throws Failure when the database fails.
Result<Dossier> make_dossier(Reader& reader, std::string_view input, Timestamp at);

/// The same of any moment (serve/past.hpp says what can be known of another one than now). What hung under
/// the string then cannot be seen, so exposure has no counts.
Result<Dossier> make_dossier(Reader& reader, std::string_view input, const Moment& moment,
                             const correlate::Rules& rules);

}  // namespace splitroot::serve
