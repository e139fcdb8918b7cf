#include "ingest/pass.hpp"

namespace splitroot::ingest {
namespace {

constexpr std::size_t chunk_size = 20'000;

std::uint64_t heal_chunk(UnitOfWork& work, std::set<std::string>& words) {
  const std::vector<std::string> chunk(words.begin(), words.end());
  words.clear();
  return work.heal(chunk);
}

}  // namespace

Result<Counts> Ingest::heal(const WordReader& next) {
  return guarded([&]() -> Counts {
    Pass pass{*this};
    UnitOfWork& work = pass.work();
    std::set<std::string> words;
    for (;;) {
      auto word = next();
      if (!word) throw Failure{word.error()};
      if (!*word) break;
      words.insert(std::move(**word));
      if (words.size() >= chunk_size) pass.counts.names.changed += heal_chunk(work, words);
    }
    pass.counts.names.changed += heal_chunk(work, words);
    work.merge();
    Candidates candidates;
    add_also_changed(work, pass.engine(), candidates);
    pass.reconcile(candidates, pass.engine(), now());
    return pass.finish();
  });
}

}  // namespace splitroot::ingest
