#include <algorithm>

#include "iana_zone_edit.hpp"
#include "iana_zone_mutation.hpp"

namespace splitroot::collectors::test {
namespace {

using Change = std::function<std::string(Lines&, Random&)>;

char other_letter(char c) { return c == 'A' ? 'B' : 'A'; }

void flip_letter(std::string& data, Random& random) {
  const std::size_t start = data.rfind(' ') + 1;
  const std::size_t at = start + draw(random, data.size() - start - 4);
  data[at] = other_letter(data[at]);
}

/// The nth word of a record's data.
void replace_word(std::string& data, std::size_t n, const std::string& word) {
  std::size_t from = 0;
  while (n-- > 0) from = data.find(' ', from) + 1;
  data.replace(from, std::min(data.find(' ', from), data.size()) - from, word);
}

void swap_case(std::string& text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
}

Change drop(const std::string& type, const std::string& part = "") {
  return [=](Lines& lines, Random& random) {
    const std::size_t at = pick(lines, random, type, part);
    const std::string what = "without " + lines[at].substr(0, 60);
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
    return what;
  };
}

Change edit_data(const std::string& type, const std::string& part,
                 const std::function<void(std::string&, Random&)>& change) {
  return [=](Lines& lines, Random& random) {
    const std::size_t at = pick(lines, random, type, part);
    const std::string before = lines[at].substr(0, 60);
    edit(lines, at, data_column, [&](std::string& data) { change(data, random); });
    return "data of " + before;
  };
}

Change edit_ttl(const std::string& type, const std::string& part = "") {
  return [=](Lines& lines, Random& random) {
    const std::size_t at = pick(lines, random, type, part);
    edit(lines, at, ttl_column, [](std::string& ttl) { ttl = "3600"; });
    return "TTL of " + lines[at].substr(0, 60);
  };
}

Change edit_owner(const std::string& type, const std::function<void(std::string&)>& change) {
  return [=](Lines& lines, Random& random) {
    const std::size_t at = pick(lines, random, type);
    edit(lines, at, 0, change);
    return "owner of " + lines[at].substr(0, 60);
  };
}

Change add(const std::string& line) {
  return [=](Lines& lines, Random& random) {
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(draw(random, lines.size())), line);
    return "with " + line;
  };
}

/// Renames a TLD everywhere it owns records.
std::string rename_tld(Lines& lines, Random& random) {
  const std::string owner = fields_of(lines[pick(lines, random, "DS")])[0];
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (fields_of(lines[at])[0] == owner) edit(lines, at, 0, [](std::string& name) { name = "q" + name; });
  }
  return "q before " + owner;
}

std::string drop_tld(Lines& lines, Random& random) {
  const std::string owner = fields_of(lines[pick(lines, random, "DS")])[0];
  std::erase_if(lines, [&](const std::string& line) { return fields_of(line)[0] == owner; });
  return "without " + owner;
}

std::string shuffle_all(Lines& lines, Random& random) {
  std::shuffle(lines.begin() + 1, lines.end(), random);
  return "shuffled";
}

std::string repeat_line(Lines& lines, Random& random) {
  const std::size_t at = 1 + draw(random, lines.size() - 1);
  lines.push_back(lines[at]);
  return "twice " + lines[at].substr(0, 60);
}

std::string cut_off(Lines& lines, Random& random) {
  lines.resize(lines.size() - 1 - draw(random, lines.size() / 2));
  return "cut off after " + std::to_string(lines.size()) + " lines";
}

std::string upper_case_all(Lines& lines, Random&) {
  for (std::size_t at = 0; at < lines.size(); ++at) edit(lines, at, 0, swap_case);
  return "owners in upper case";
}

std::string with_blanks(Lines& lines, Random& random) {
  for (int i = 0; i < 50; ++i) lines[draw(random, lines.size())] += "   ; a comment";
  lines.insert(lines.begin() + 3, "");
  return "comments and blanks";
}

const std::vector<Change>& changes() {
  static const std::vector<Change> all{
      edit_data("RRSIG", "DS ", flip_letter),
      shuffle_all,
      drop("RRSIG"),
      drop("NS"),
      upper_case_all,
      drop("DS"),
      drop("A"),
      repeat_line,
      drop("AAAA"),
      drop("NSEC"),
      drop("DNSKEY", "257"),
      with_blanks,
      drop("DNSKEY", "256"),
      drop("ZONEMD"),
      edit_data("SOA", "", [](std::string& data, Random&) { replace_word(data, 2, "2026010501"); }),
      edit_ttl("DS"),
      edit_data("NS", "", [](std::string& data, Random&) { swap_case(data); }),
      edit_data("ZONEMD", "",
                [](std::string& data, Random&) { data.back() = data.back() == '0' ? '1' : '0'; }),
      edit_data("A", "", [](std::string& data, Random&) { data = "192.0.2.1"; }),
      edit_data("NSEC", "DS", [](std::string& data, Random&) { data.replace(data.find(" DS"), 3, ""); }),
      edit_data("NSEC", "RRSIG", [](std::string& data, Random&) { data += " TXT"; }),
      edit_data("NSEC", "", [](std::string& data, Random&) { replace_word(data, 0, "zzzz."); }),
      edit_data("RRSIG", "NSEC ", [](std::string& data, Random&) { replace_word(data, 2, "0"); }),
      edit_data("RRSIG", "DS ", [](std::string& data, Random&) { replace_word(data, 3, "3600"); }),
      edit_data("RRSIG", "", [](std::string& data, Random&) { replace_word(data, 4, "20260104000000"); }),
      edit_data("RRSIG", "", [](std::string& data, Random&) { replace_word(data, 6, "4711"); }),
      edit_data("RRSIG", "", [](std::string& data, Random&) { replace_word(data, 7, "com."); }),
      edit_data("RRSIG", "DNSKEY ", flip_letter),
      edit_data("RRSIG", "SOA ", flip_letter),
      edit_data("RRSIG", "ZONEMD ", flip_letter),
      edit_data("DNSKEY", "", flip_letter),
      edit_data("DS", "", [](std::string& data, Random&) { replace_word(data, 0, "4711"); }),
      edit_data("DS", "", [](std::string& data, Random&) { swap_case(data); }),
      edit_ttl("A"),
      edit_ttl("RRSIG", "NSEC "),
      edit_ttl("NS"),
      edit_ttl("RRSIG", "ZONEMD "),
      edit_owner("A", [](std::string& owner) { owner = "x" + owner; }),
      edit_owner("DS", [](std::string& owner) { owner = "x" + owner; }),
      edit_owner("NSEC", swap_case),
      add("music.\t172800\tIN\tA\t192.0.2.1"),
      add("newtld.\t172800\tIN\tNS\ta.root-servers.net."),
      add(".\t86400\tIN\tTXT\t\"a\""),
      add("a.b.music.\t172800\tIN\tAAAA\t2001:db8::1"),
      rename_tld,
      drop_tld,
      cut_off,
  };
  return all;
}

}  // namespace

Mutation mutate(const Lines& lines, unsigned seed) {
  Random random{seed};
  Mutation mutation{"", lines};
  const std::size_t kind = seed % changes().size();
  mutation.what = "seed " + std::to_string(seed) + ": " + changes()[kind](mutation.lines, random);
  return mutation;
}

}  // namespace splitroot::collectors::test
