#pragma once
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "ingest/ingest.hpp"
#include "ingest/reconcile.hpp"

namespace splitroot::ingest {

/// One unit of work from begin to commit, and what is the same in all of them.
class Ingest::Pass {
 public:
  explicit Pass(Ingest& ingest);

  UnitOfWork& work() { return *work_; }
  const correlate::Engine& engine() { return ingest_.engine(*work_); }

  /// Re-decides these names and everything they share a TLD label with.
  void reconcile(const Candidates& candidates, const correlate::Engine& engine, Timestamp at);

  /// Turns the changes of this pass into messages, and commits.
  Counts finish();

  Counts counts;

 private:
  Ingest& ingest_;
  std::unique_ptr<UnitOfWork> work_;
  std::uint64_t first_change_ = 0;
};

/// Runs `body`; what the database throws comes out as an Error.
template <class Body>
auto guarded(Body body) -> Result<decltype(body())> {
  try {
    return body();
  } catch (const Failure& failure) {
    return failure.error();
  }
}

}  // namespace splitroot::ingest
