// CSV: the table itself, and every list that is read as one.
#include <sstream>

#include "collectors/iana/root_db.hpp"
#include "collectors/iana/special_use.hpp"
#include "collectors/iana/tlds_alpha.hpp"
#include "collectors/icann/gtlds.hpp"
#include "collectors/icann/magnitude.hpp"
#include "collectors/icann/strings.hpp"
#include "core/csv.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace splitroot;
using namespace splitroot::collectors;

namespace {

constexpr const char* name = "list.csv";
constexpr Timestamp day{std::chrono::days{20000}};

void read_records(std::string_view text) {
  std::istringstream in{std::string{text}};
  CsvReader reader{in, name};
  std::size_t octets = 0;
  std::size_t line = 0;
  for (;;) {
    const auto record = reader.next();
    if (!record) return fuzz::expect_error(record.error(), name);
    if (!*record) break;
    fuzz::expect(reader.line() > line, "records on rising lines");
    line = reader.line();
    fuzz::expect(!(*record)->empty(), "a record of at least one field");
    for (const std::string& field : **record) octets += field.size();
  }
  fuzz::expect(octets <= text.size(), "no more octets out than in");
}

void read_table(std::string_view text) {
  std::istringstream in{std::string{text}};
  auto table = CsvTable::open(in, name, {"a"});
  if (!table) return fuzz::expect_error(table.error(), name);
  for (;;) {
    const auto more = table->next();
    if (!more) return fuzz::expect_error(more.error(), name);
    if (!*more) return;
    fuzz::expect_error(table->error("a", "x"), name);
  }
}

void read_magnitude(std::string_view text) {
  const auto batch = parse_magnitude(text, name, day);
  if (!batch) return fuzz::expect_error(batch.error(), name);
  for (const LeakageEntry& entry : batch->entries) {
    fuzz::expect(!entry.label.empty() && is_valid_utf8(entry.label), "a label");
    fuzz::expect(!entry.magnitude || (*entry.magnitude >= 0 && *entry.magnitude <= 10), "a magnitude");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  read_records(text);
  read_table(text);
  read_magnitude(text);
  fuzz::expect_list(parse_tlds_alpha(text, name, std::nullopt, {true}), name);
  fuzz::expect_list(parse_root_db(text, name, day, {true}), name);
  fuzz::expect_list(parse_special_use(text, name, std::nullopt), name);
  fuzz::expect_list(parse_gtlds(text, name, std::nullopt), name);
  std::istringstream in{std::string{text}};
  fuzz::expect_list(parse_strings(in, name, "strings", std::nullopt), name);
  return 0;
}
