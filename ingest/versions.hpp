#pragma once
#include <string>
#include <vector>

#include "core/ports/store.hpp"

namespace splitroot::ingest {

/// New versions of findings and what kind of change each is, until they are written together.
class Versions {
 public:
  /// What is decided now. Nothing where `before` (null: never found) says the same.
  void put(const CollisionRecord* before, CollisionRecord now);

  /// A finding that is made no more although what it is about still stands.
  void close(CollisionRecord record, std::string reason, Timestamp at);

  void add(CollisionRecord record, ChangeKind kind);

  /// Returns the number of versions written.
  std::uint64_t write(UnitOfWork& work) const;

 private:
  std::vector<CollisionRecord> records_;
  std::vector<ChangeKind> kinds_;
};

}  // namespace splitroot::ingest
