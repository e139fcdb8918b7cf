#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "core/source.hpp"

namespace splitroot::serve {

/// True for a source read block by block, false for a list read whole.
bool is_chain(const SourcePosition& source);

/// What a chain has that has not been read yet, as far as its head has been reported.
struct Lag {
  std::uint64_t blocks = 0;
  std::optional<std::chrono::seconds> time;  ///< between the last block read and the head
};
std::optional<Lag> lag(const SourcePosition& source);

/// Last block read without a gap; nullopt for lists and before the first block.
std::optional<std::uint64_t> verified(const SourcePosition& source);

/// How old what we know of a source is at `at`: the age of its last block. A list that was read anew from its
/// live place and found unchanged is as old as that reading. nullopt: never read.
std::optional<std::chrono::seconds> age(const SourcePosition& source, Timestamp at);

/// True when an answer must not be taken for today's: never read, bundled with the program, or older than
/// 24 hours (chains) or 48 hours (lists).
bool is_stale(const SourcePosition& source, Timestamp at);

/// An age for people: `40 s`, `12 min`, `5 h`, `3 d`; `never read` for nullopt.
std::string age_text(std::optional<std::chrono::seconds> age);

}  // namespace splitroot::serve
