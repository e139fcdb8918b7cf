#include "ingest/pass.hpp"

namespace splitroot::ingest {
namespace {

constexpr std::size_t chunk_size = 10'000;

bool worth_deciding(const NamePatch& patch, const correlate::Engine& engine) {
  if (!patch.state.label || !patch.state.place) return false;
  return patch.state.place->depth == 1 || engine.matches(patch.state.label->bytes);
}

}  // namespace

Result<Counts> Ingest::import(const std::string& ns, Origin origin, std::optional<Timestamp> as_of,
                              const PatchReader& next) {
  return guarded([&]() -> Counts {
    Pass pass{*this};
    const correlate::Engine& engine = pass.engine();
    Candidates candidates;
    std::vector<NamePatch> chunk;
    const auto flush = [&] {
      pass.work().stage(ns, "", origin, as_of, chunk);
      chunk.clear();
    };
    for (;;) {
      auto patch = next();
      if (!patch) throw Failure{patch.error()};
      if (!*patch) break;
      if (worth_deciding(**patch, engine)) candidates[ns].insert((*patch)->state.key);
      chunk.push_back(std::move(**patch));
      if (chunk.size() >= chunk_size) flush();
    }
    flush();
    pass.counts.names = pass.work().merge();
    pass.reconcile(candidates, engine, now());
    return pass.finish();
  });
}

}  // namespace splitroot::ingest
