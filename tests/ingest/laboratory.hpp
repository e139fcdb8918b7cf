#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "db/session.hpp"
#include "ingest/ingest.hpp"

namespace splitroot::ingest::test {

/// Rows as text, by table.
using Dump = std::map<std::string, std::vector<std::string>>;

/// The first row that differs, for the report; empty: none does.
std::string difference(const Dump& as_it_came, const Dump& read_once);

/// One database for all histories, and an ingest over it.
class Laboratory {
 public:
  Laboratory();

  /// As after a restart of the process.
  void restart();
  void take(NameBatch batch);
  void empty();

  /// What may not depend on how a chain was read.
  Dump dump();
  /// Rows that must not be there.
  std::size_t contradicted();

  Store& store() { return *store_; }
  Ingest& ingest() { return *ingest_; }

 private:
  std::string url_;
  db::Session session_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Ingest> ingest_;
};

}  // namespace splitroot::ingest::test
