#include "collectors/files/name_file.hpp"

#include "collectors/files/csv_fields.hpp"
#include "collectors/files/line_reader.hpp"
#include "collectors/files/name_key.hpp"
#include "collectors/files/name_object.hpp"

namespace splitroot::collectors {
namespace {

using Next = std::optional<NamePatch>;

NamePatch patch_of(NameEvent event) {
  Evidence first = event.evidence;
  return {std::move(event), std::move(first)};
}

class ListReader : public NameFileReader {
 public:
  ListReader(std::istream& in, std::string origin, std::string ns)
      : lines_(in, std::move(origin)), names_(std::move(ns)) {}

  Result<Next> next() override {
    for (;;) {
      const auto line = lines_.next();
      if (!line) return line.error();
      if (!*line) return Next{};
      if ((*line)->empty()) continue;
      if (const auto flaw = names_.flaw(**line)) return lines_.error_at(flaw->at + 1, flaw->why);
      return Next{patch_of(names_.make(**line))};
    }
  }

 private:
  LineReader lines_;
  NameMaker names_;
};

class CsvNameReader : public NameFileReader {
 public:
  CsvNameReader(CsvTable table, std::string ns) : table_(std::move(table)), names_(std::move(ns)) {}

  Result<Next> next() override {
    const auto more = table_.next();
    if (!more) return more.error();
    if (!*more) return Next{};
    const std::string_view name = table_["name"];
    if (const auto flaw = names_.flaw(name)) return table_.error("name", flaw->why);
    NameEvent event = names_.make(name);
    if (auto filled = fill(event); !filled) return filled.error();
    return Next{patch_of(std::move(event))};
  }

 private:
  Result<void> fill(NameEvent& event) const {
    auto holder = text_field(table_, "holder");
    if (!holder) return holder.error();
    if (!holder->empty()) event.holder = std::move(*holder);
    const auto registered = time_field(table_, "registered_at");
    if (!registered) return registered.error();
    event.registered_at = *registered;
    const auto expires = time_field(table_, "expires_at");
    if (!expires) return expires.error();
    event.expires_at = *expires;
    const auto block = number_field(table_, "block");
    if (!block) return block.error();
    event.evidence.block = *block;
    auto tx = text_field(table_, "tx");
    if (!tx) return tx.error();
    event.evidence.tx = std::move(*tx);
    return {};
  }

  CsvTable table_;
  NameMaker names_;
};

class NdjsonReader : public NameFileReader {
 public:
  NdjsonReader(std::istream& in, std::string origin, std::string ns)
      : lines_(in, std::move(origin)), names_(std::move(ns)) {}

  Result<Next> next() override {
    for (;;) {
      const auto line = lines_.next();
      if (!line) return line.error();
      if (!*line) return Next{};
      if ((*line)->find_first_not_of(" \t") == std::string_view::npos) continue;
      auto event = parse_name_object(**line, lines_.place(), names_);
      if (!event) return event.error();
      return Next{patch_of(std::move(*event))};
    }
  }

 private:
  LineReader lines_;
  NameMaker names_;
};

}  // namespace

std::optional<NameFileFormat> parse_name_file_format(std::string_view word) {
  if (word == "list") return NameFileFormat::list;
  if (word == "csv") return NameFileFormat::csv;
  if (word == "ndjson") return NameFileFormat::ndjson;
  return std::nullopt;
}

Result<std::unique_ptr<NameFileReader>> make_name_file_reader(std::istream& in, std::string origin,
                                                              NameFileFormat format, std::string ns) {
  using Reader = std::unique_ptr<NameFileReader>;
  if (format == NameFileFormat::list)
    return Reader{std::make_unique<ListReader>(in, std::move(origin), std::move(ns))};
  if (format == NameFileFormat::ndjson) {
    return Reader{std::make_unique<NdjsonReader>(in, std::move(origin), std::move(ns))};
  }
  auto table = CsvTable::open(in, std::move(origin), {"name"});
  if (!table) return table.error();
  return Reader{std::make_unique<CsvNameReader>(std::move(*table), std::move(ns))};
}

}  // namespace splitroot::collectors
