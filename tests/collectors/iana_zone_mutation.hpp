#pragma once
#include <random>
#include <string>
#include <vector>

namespace splitroot::collectors::test {

/// A change to a zone file of five columns separated by tabs (owner, TTL, class, type, data), drawn by a
/// seed.
struct Mutation {
  std::string what;  ///< in words, with the line it befell
  std::vector<std::string> lines;
};

/// Kinds follow one another by seed; where in the zone is drawn. Benign ones are among them.
Mutation mutate(const std::vector<std::string>& lines, unsigned seed);

}  // namespace splitroot::collectors::test
