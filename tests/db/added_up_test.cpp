#include <doctest/doctest.h>

#include <random>

#include "samples.hpp"
#include "test_server.hpp"

// It makes no difference where events add up: merged one after the other in the database, or collapsed
// before.

namespace splitroot::db {
namespace {

/// Events of three names, each field told or not as chance has it.
class Teller {
 public:
  explicit Teller(unsigned seed) : chance_(seed), tells_resolver_(seed % 2 == 0) {}

  NamePatch next(std::uint64_t block) {
    NamePatch out = patch(std::string(1, static_cast<char>('a' + below(3))), block);
    NameEvent& state = out.state;
    if (below(2)) state.label.reset();
    if (below(2)) state.place.reset();
    if (below(2)) state.status.reset();
    maybe(state.holder, std::to_string(below(3)));
    // A registry's events say whether a name resolves, or which resolver does; never both.
    if (tells_resolver_)
      maybe(state.detail.resolver, std::to_string(below(3)));
    else
      maybe(state.resolves, below(2) == 0);
    maybe(state.claimed, below(2) == 0);
    maybe(state.registered_at, at(static_cast<std::int64_t>(below(9))));
    maybe(state.expires_at, at(static_cast<std::int64_t>(below(9))));
    tell_detail(state.detail);
    return out;
  }

 private:
  void tell_detail(NameDetail& detail) {
    maybe(detail.manager, std::to_string(below(3)));
    maybe(detail.fuses, std::uint32_t{below(9)});
    maybe(detail.state, std::to_string(below(3)));
    maybe(detail.auction_ends, std::uint64_t{below(9)});
    maybe(detail.lapses_at, std::uint64_t{below(9)});
  }

  template <class T, class Value>
  void maybe(std::optional<T>& field, Value value) {
    if (below(2)) field = std::move(value);
  }

  unsigned below(unsigned end) { return static_cast<unsigned>(chance_() % end); }

  std::mt19937 chance_;
  bool tells_resolver_;
};

std::string names_at(const std::string& url) {
  Session session = session_at(url);
  return session.run("SELECT string_agg(to_jsonb(n)::text, E'\\n' ORDER BY key) FROM name n")[0].octets(0);
}

}  // namespace

TEST_CASE("patches that were collapsed leave the rows that merging them in turn does") {
  constexpr std::uint64_t events = 12;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Teller teller{seed};
    std::vector<NamePatch> patches;
    for (std::uint64_t block = 1; block <= events; ++block) patches.push_back(teller.next(block));
    const std::string in_turn = fresh_schema();
    const std::string at_once = fresh_schema();
    const auto merging = open(in_turn);
    for (const NamePatch& one : patches) store_names(*merging, "ens", {one});
    store_names(*open(at_once), "ens", collapse(patches));
    CHECK(names_at(at_once) == names_at(in_turn));
  }
}

}  // namespace splitroot::db
