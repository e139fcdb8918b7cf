#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/json.hpp"
#include "core/name.hpp"
#include "core/source.hpp"
#include "serve/dossier.hpp"

namespace splitroot::serve {

/// Stands under every dossier, in every form.
inline constexpr std::string_view disclaimer =
    "not an ICANN name-collision assessment; a registration is not evidence of leakage";

/// A holder's address may be personal data: whole for whoever has the database, shortened on the network.
enum class Holders { whole, shortened };

/// `0x1234…abcd`; a holder too short to shorten keeps its first character only.
std::string shorten_holder(std::string_view holder);

/// Grace and premium of a namespace's lapsed names.
using LapseOf = std::function<Lapse(std::string_view ns)>;

/// What a name looks like depends on when it is asked for and by whom.
struct NameView {
  LapseOf lapse;
  Timestamp at;
  Holders holders = Holders::shortened;
};

/// The key of a name as its chain writes it: `0x` and namehash, or for Handshake the bare name hash.
std::string node_text(const std::string& ns, const NameKey& key);

// One JSON object each, as schemas/json describes it.
void render_dossier(JsonWriter& out, const Dossier& dossier);
void render_standing(JsonWriter& out, const StandingRecord& standing);
void render_collision(JsonWriter& out, const CollisionRecord& collision);
/// Writes the members only, so that a caller can add its own.
void render_name_members(JsonWriter& out, const NameRecord& name, const NameView& view);
void render_name(JsonWriter& out, const NameRecord& name, const NameView& view);
/// A line of coverage: what an answer rests on.
void render_coverage(JsonWriter& out, const SourcePosition& source, Timestamp at);
void render_coverage(JsonWriter& out, std::span<const SourcePosition> sources, Timestamp at);
/// The same with what operators look at: ranges, lag, endpoints, rows, unknown labels, malformed records.
void render_source(JsonWriter& out, const SourcePosition& source, Timestamp at);
/// Both answers whole, made safe to show.
void render_discrepancy(JsonWriter& out, const Discrepancy& discrepancy);

/// The `check` document: an array, one object a string.
std::string check_json(std::span<const Dossier> dossiers);

// CSV with the JSON's field names; each row ends with a line feed.
std::string collision_csv_header();
std::string collision_csv_row(const CollisionRecord& collision);
std::string name_csv_header();
std::string name_csv_row(const NameRecord& name, const NameView& view);
std::string source_csv_header();
std::string source_csv_row(const SourcePosition& source, Timestamp at);
std::string discrepancy_csv_header();
std::string discrepancy_csv_row(const Discrepancy& discrepancy);

/// One string's findings for a terminal, with the disclaimer as its last line. Of several strings the last
/// one's coverage is enough: it is the same for all.
std::string check_text(const Dossier& dossier, bool with_coverage = true);

}  // namespace splitroot::serve
