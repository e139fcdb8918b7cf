#include "serve/render.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "serve/list_writer.hpp"
#include "serve/text_table.hpp"
#include "tests/serve/fake_store.hpp"

using namespace splitroot;
using namespace splitroot::serve;

namespace {

std::string lapse_free_json(const NameRecord& name, Holders holders) {
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  render_name(out, name, {[](std::string_view) { return Lapse{}; }, day("2026-01-05"), holders});
  return std::string{text_of(buffer)};
}

Dossier dossier_of(const char* input) {
  const auto store = make_fake_store(sample_data());
  const auto reader = store->read();
  return make_dossier(*reader, input, now()).value();
}

const char* word(const rapidjson::Value& object, const char* name) {
  return member(object, name)->GetString();
}

}  // namespace

TEST_CASE("check is an array with one object a string") {
  const std::vector<Dossier> dossiers{dossier_of("music"), dossier_of("nowhere")};
  const auto json = parse_json(check_json(dossiers), "check");
  REQUIRE(json.has_value());
  REQUIRE(json->IsArray());
  REQUIRE(json->Size() == 2);
  const auto& music = (*json)[0];
  CHECK(std::string{word(*member(music, "string"), "ldhName")} == "music");
  CHECK(member(music, "risk")->IsNull());
  const auto& finding = (*member(music, "collisions"))[0];
  CHECK(std::string{word(finding, "name")} == "music");
  CHECK(std::string{word(finding, "nameHex")} == "6d75736963");
  CHECK(std::string{word(finding, "severity")} == "critical");
  CHECK(std::string{word(*member(finding, "against"), "standing")} == "delegated");
  CHECK(std::string{word(finding, "validFrom")} == "2021-10-15T00:00:00Z");
  CHECK(member(finding, "validTo")->IsNull());
  CHECK(member(finding, "reason")->IsNull());
  CHECK(member(*member(finding, "evidence"), "block")->GetUint64() == 13107);
  CHECK(member(*member(music, "exposure"), "x") == nullptr);
  const auto& exposure = (*member(music, "exposure"))[0];
  CHECK(member(exposure, "directChildren")->IsNull());
  CHECK(std::string{word(exposure, "observable")} == "none");
  CHECK(member(music, "coverage")->Size() == 5);
  CHECK(member((*json)[1], "collisions")->Empty());
  CHECK(member((*json)[1], "standing")->Empty());
}

TEST_CASE("a name shows its effective status and, on the network, a shortened holder") {
  NameRecord name = make_name("ens", "music", "eth");
  CHECK(lapse_free_json(name, Holders::shortened).find("\"holder\":\"0x1f90…c326\"") != std::string::npos);
  CHECK(lapse_free_json(name, Holders::whole).find("0x1f9090aae28b8a3dceadf281b0f12828e676c326") !=
        std::string::npos);
  CHECK(lapse_free_json(name, Holders::whole).find("\"status\":\"active\"") != std::string::npos);
  name.expires_at = day("2026-01-01");
  CHECK(lapse_free_json(name, Holders::whole).find("\"status\":\"released\"") != std::string::npos);
}

TEST_CASE("a name of several registries lists its homes, the leading one first") {
  NameRecord name = make_name("uns", "music", "x");
  CHECK(lapse_free_json(name, Holders::whole).find("homes") == std::string::npos);
  const Evidence there{"ethereum", 9, "0xabc", day("2026-01-02")};
  name.homes = {
      {"polygon", name.holder, NameStatus::active, day("2026-01-01"), name.last},
      {"ethereum", "0x1f9090aae28b8a3dceadf281b0f12828e676c326", NameStatus::unknown, std::nullopt, there}};
  const auto json = parse_json(lapse_free_json(name, Holders::shortened), "name").value();
  const auto& homes = *member(json, "homes");
  REQUIRE(homes.Size() == 2);
  CHECK(std::string{word(homes[0], "home")} == "polygon");
  CHECK(std::string{word(homes[0], "status")} == "released");
  CHECK(std::string{word(homes[1], "holder")} == "0x1f90…c326");
  CHECK(std::string{word(homes[1], "status")} == "unknown");
  CHECK(member(homes[1], "expiresAt")->IsNull());
  CHECK(member(*member(homes[1], "lastSeen"), "block")->GetUint64() == 9);
}

TEST_CASE("a label nobody has spelled has no hex") {
  NameRecord name = make_name("ens", "music", "eth");
  name.label.reset();
  const std::string json = lapse_free_json(name, Holders::whole);
  CHECK(json.find("\"nameHex\":null") != std::string::npos);
  CHECK(json.find("\"name\":\"[") != std::string::npos);
  CHECK(json.find("\"node\":\"0x") != std::string::npos);
  CHECK(node_text("hns", name.key).size() == 64);
}

TEST_CASE("holders are shortened whatever they are") {
  CHECK(shorten_holder("0x1f9090aae28b8a3dceadf281b0f12828e676c326") == "0x1f90…c326");
  CHECK(shorten_holder("alice") == "a…");
  CHECK(shorten_holder("") == "…");
  CHECK(shorten_holder("ÅÅÅÅÅÅÅÅÅÅÅÅÅ") == "…");
}

TEST_CASE("rows of every kind have as many fields as their header") {
  const auto fields = [](const std::string& line) { return std::count(line.begin(), line.end(), ','); };
  const NameView view{[](std::string_view) { return Lapse{}; }, now(), Holders::shortened};
  const auto data = sample_data();
  CHECK(fields(collision_csv_header()) == fields(collision_csv_row(data->collisions[0])));
  CHECK(fields(name_csv_header()) == fields(name_csv_row(data->names[0], view)));
  CHECK(fields(source_csv_header()) == fields(source_csv_row(data->sources[0], now())));
}

TEST_CASE("CSV neutralises formulas and shows hostile labels escaped") {
  CollisionRecord record = sample_data()->collisions[0];
  record.name = "=HYPERLINK(\"x\")";
  CHECK(collision_csv_row(record).find("\"'=HYPERLINK(\"\"x\"\")\"") != std::string::npos);
}

TEST_CASE("the terminal's view ends with the disclaimer and gives a twin's reason") {
  const std::string text = check_text(dossier_of("box"));
  CHECK(text.find("custom ENS registrar") != std::string::npos);
  CHECK(text.ends_with(std::string{disclaimer} + "\n"));
  const std::string music = check_text(dossier_of("music"));
  CHECK(music.find("CRITICAL  open  music of Handshake = .music of the DNS (delegated)") !=
        std::string::npos);
  CHECK(music.find('\x1b') == std::string::npos);
  CHECK(music.find("\xe2\x80\xae") == std::string::npos);
}

TEST_CASE("lists stream in every format") {
  const auto data = sample_data();
  const auto written = [&data](Format format) {
    std::ostringstream out;
    ListWriter<CollisionRecord> writer{out, format, collision_layout()};
    for (const auto& record : data->collisions) writer.add(record);
    writer.finish();
    return out.str();
  };
  const auto lines = [](const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  };
  const auto json = parse_json(written(Format::json), "list");
  REQUIRE(json.has_value());
  CHECK(json->Size() == data->collisions.size());
  CHECK(lines(written(Format::ndjson)) == data->collisions.size());
  CHECK(lines(written(Format::csv)) == data->collisions.size() + 1);
  CHECK(lines(written(Format::table)) == data->collisions.size() + 1);
  std::ostringstream empty;
  ListWriter<CollisionRecord>{empty, Format::json, collision_layout()}.finish();
  CHECK(empty.str() == "[]\n");
  CHECK(parse_format("ndjson") == Format::ndjson);
  CHECK(!parse_format("yaml"));
}

TEST_CASE("names and sources lay out as tables") {
  const auto data = sample_data();
  std::ostringstream out;
  const NameView view{[](std::string_view) { return Lapse{}; }, now(), Holders::whole};
  ListWriter<NameRecord> names{out, Format::table, name_layout(view)};
  for (const auto& name : data->names) names.add(name);
  names.finish();
  ListWriter<SourcePosition> sources{out, Format::table, source_layout(now())};
  for (const auto& source : data->sources) sources.add(source);
  sources.finish();
  CHECK(out.str().find("0x1f9090aae28b8a3dceadf281b0f12828e676c326") != std::string::npos);
  CHECK(out.str().find("bundled") != std::string::npos);
  CHECK(out.str().find("nothing read yet") != std::string::npos);
}

TEST_CASE("columns line up under wide and combining characters") {
  CHECK(terminal_width("music") == 5);
  CHECK(terminal_width("購物") == 4);
  CHECK(terminal_width("e\xcc\x81") == 1);
  CHECK(terminal_width("🎵") == 2);
  std::ostringstream out;
  TextTable table{out, {"NAME", "X"}};
  table.add({"購物", "1"});
  table.add({"a\nb\x1b", "2"});
  table.finish();
  CHECK(out.str() == "NAME         X\n購物         1\na b\\u{001B}  2\n");
}
