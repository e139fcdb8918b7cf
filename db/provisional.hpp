#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/ports/store.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// A provisional block of a source: what it says is taken back with it.
struct BlockTag {
  std::string source;
  std::uint64_t block = 0;
};

/// A block that is not final, though nothing be said in it.
void remember_block(Session& session, const std::string& source, const BlockMark& block);

/// Keeps what final blocks alone say of the names `keys` (a query for namespace, key, home), unless that is
/// kept already. To be called before a provisional block touches them.
void keep_bases(Session& session, const std::string& keys);

/// Remembers what is staged as the patches of blocks: batch 1's of the first of `tags`, and so on.
void remember_patches(Session& session, std::span<const BlockTag> tags);

/// True when any name has a base: final blocks have to be merged into those too then.
bool any_bases(Session& session);

/// See UnitOfWork::rewind. What the names were is left in the temporary table `rewound_name`, their keys in
/// `rewound_key`, until tell_rewound. Nothing may be staged yet.
std::vector<NameRecord> rewind_names(Session& session, const std::string& source, const BlockMark& to);

/// Tells what became of the names taken back; returns by how many there are more now.
std::int64_t tell_rewound(Session& session);

/// See UnitOfWork::settle. Nothing may be staged yet.
void settle_names(Session& session, const std::string& source, std::uint64_t block);

}  // namespace splitroot::db
