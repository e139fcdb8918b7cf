#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/batch.hpp"
#include "core/ports/change_listener.hpp"
#include "core/ports/store.hpp"
#include "core/result.hpp"
#include "correlate/engine.hpp"

namespace splitroot::ingest {

struct Counts {
  MergeCounts names;
  std::uint64_t standings = 0;   ///< recorded anew
  std::uint64_t collisions = 0;  ///< versions written
};

struct Settings {
  correlate::TwinTable twins;
  correlate::LapseTable lapses;
  bool accept_shrink = false;
};

/// Gives the next patch of an import; nullopt at its end. An error ends the import with nothing written.
using PatchReader = std::function<Result<std::optional<NamePatch>>()>;

/// Gives the next word of a dictionary, as octets; nullopt at its end.
using WordReader = std::function<Result<std::optional<std::string>>()>;

/// The pass: takes what collectors hand on, asks the engine, and commits rows, position, collisions, changes
/// and outbox as one unit of work. One thread at a time; failures of the database come as Errors.
class Ingest {
 public:
  /// `listener` may be null: nobody is told. Both references outlive this.
  Ingest(Store& store, Settings settings, std::shared_ptr<const ChangeListener> listener);
  ~Ingest();

  Result<Counts> take(NameBatch batch);

  /// A DNS-side list. Refused: one older than the last reading of its source, and (unless accepted) one that
  /// has suddenly shrunk. A snapshot never replaces a reading.
  Result<Counts> take(StandingBatch batch);

  /// A reading of DNS Magnitude. One of the same day and digest takes the place of itself.
  Result<Counts> take(const LeakageBatch& batch);

  /// Names from a file, all or none.
  Result<Counts> import(const std::string& ns, Origin origin, std::optional<Timestamp> as_of,
                        const PatchReader& next);

  /// Spells names nobody has spelled with the words of a dictionary, all or none. Counts rows as names
  /// changed.
  Result<Counts> heal(const WordReader& next);

  /// Names whose verdict time alone has changed.
  Result<Counts> ripen(Timestamp at);

  /// Every name anew. Writes nothing when nothing has changed.
  Result<Counts> correlate_all();

  Result<void> record_health(const std::string& source, const std::string& trouble);

  /// What a watch sees of sources that are read without trouble; an empty text clears.
  struct Alarm {
    std::string source;
    std::string text;
  };
  Result<void> record_alarms(std::span<const Alarm> alarms);

  /// Keeps two answers that contradict each other, and tells who watches sources.
  Result<void> record_discrepancy(const Discrepancy& discrepancy);
  void set_listener(std::shared_ptr<const ChangeListener> listener);

 private:
  class Pass;
  template <class Body>
  Result<void> passed(Body body);
  const correlate::Engine& engine(Reader& reader);

  Store& store_;
  Settings settings_;
  std::shared_ptr<const ChangeListener> listener_;
  std::optional<correlate::Engine> engine_;
};

/// Runs `work` in one transaction and commits it; what the database throws comes as an Error.
Result<void> committed(Store& store, const std::function<void(UnitOfWork&)>& work);

}  // namespace splitroot::ingest
