#include <algorithm>
#include <unordered_map>

#include "collectors/icann/pipeline/sheet.hpp"
#include "collectors/icann/pipeline/words.hpp"
#include "core/display.hpp"
#include "core/json.hpp"

namespace splitroot::collectors::pipeline {
namespace {

using Value = rapidjson::Value;

std::string text_of_scalar(const Value& value) {
  if (value.IsString()) return std::string{trimmed(text_of(value))};
  if (value.IsBool()) return value.GetBool() ? "true" : "false";
  rapidjson::StringBuffer buffer;
  JsonWriter writer{buffer};
  value.Accept(writer);
  return std::string{text_of(buffer)};
}

bool is_list_of_objects(const Value& value) {
  return value.IsArray() && !value.Empty() && value[0].IsObject();
}

/// The members of an object that are such lists, themselves or in a member.
void find_lists(const Value& object, std::size_t depth, std::string path,
                std::vector<std::pair<std::string, const Value*>>& lists) {
  for (const auto& item : object.GetObject()) {
    const std::string name = path + display_text(text_of(item.name).substr(0, 60));
    if (is_list_of_objects(item.value)) lists.emplace_back(name, &item.value);
    if (item.value.IsObject() && depth > 0) find_lists(item.value, depth - 1, name + ".", lists);
  }
}

/// The first ten of some names.
std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 10); ++i)
    out += (i == 0 ? "" : ", ") + names[i];
  return names.size() > 10 ? out + ", …" : out;
}

std::string shape_of(const Value& value) {
  if (value.IsArray()) return value.Empty() ? "an empty array" : "an array of what is no object";
  std::vector<std::string> names;
  for (const auto& item : value.GetObject()) names.push_back(display_text(text_of(item.name).substr(0, 60)));
  return names.empty() ? "an empty object" : "an object with " + listed(names);
}

Result<const Value*> find_list(const Value& document, const std::string& origin) {
  if (is_list_of_objects(document)) return &document;
  std::vector<std::pair<std::string, const Value*>> lists;
  if (document.IsObject()) find_lists(document, 1, "", lists);
  if (lists.size() == 1) return lists.front().second;
  if (lists.empty())
    return input_error(origin +
                       ": no list of objects, one for each application; found: " + shape_of(document));
  std::vector<std::string> names;
  for (const auto& [name, value] : lists) names.push_back(name);
  return input_error(origin + ": several lists of objects, and no telling which is meant: " + listed(names));
}

/// Makes rows of objects: nested members by their path with dots, the items of an array joined by "; ".
class Rows {
 public:
  explicit Rows(Sheet& sheet) : sheet_(sheet) {}

  Result<void> add(const Value& object) {
    if (sheet_.rows.size() == most_rows)
      return input_error(sheet_.origin + ": more than " + std::to_string(most_rows) + " entries");
    row_ = {sheet_.rows.size() + 1, {}};
    cell_of_.clear();
    if (!object.IsObject()) return sheet_.error(row_, "is no object");
    if (auto flat = flatten(object, ""); !flat) return flat.error();
    sheet_.rows.push_back(std::move(row_));
    return {};
  }

 private:
  Result<void> flatten(const Value& value, const std::string& path) {
    if (value.IsNull()) return {};
    if (value.IsObject()) {
      for (const auto& item : value.GetObject()) {
        const std::string name{text_of(item.name)};
        if (name.size() > longest_title) return long_name();
        if (auto flat = flatten(item.value, path.empty() ? name : path + "." + name); !flat)
          return flat.error();
      }
      return {};
    }
    if (value.IsArray()) {
      for (const auto& item : value.GetArray()) {
        if (auto flat = flatten(item, path); !flat) return flat.error();
      }
      return {};
    }
    return put(path, text_of_scalar(value));
  }

  Result<void> put(const std::string& path, std::string text) {
    const auto title = title_of(path);
    if (!title) return title.error();
    if (text.find('\0') != std::string::npos)
      return sheet_.error(row_, *title, "a NUL character: this is no text");
    const auto [found, is_new] = cell_of_.emplace(*title, row_.cells.size());
    if (is_new) row_.cells.push_back({*title, {}, 0, 0});
    std::string& joined = row_.cells[found->second].text;
    if (!joined.empty() && !text.empty()) joined += "; ";
    joined += text;
    if (joined.size() > longest_field) return sheet_.error(row_, *title, "a field of more than 65536 octets");
    return {};
  }

  Result<std::size_t> title_of(const std::string& path) {
    const auto [found, is_new] = titles_.emplace(path, sheet_.titles.size());
    if (!is_new) return found->second;
    if (path.find('\0') != std::string::npos)
      return sheet_.error(row_, "a member's name with a NUL character");
    if (path.size() > longest_title) return long_name();
    if (sheet_.titles.size() == most_columns)
      return sheet_.error(row_, "the list has more than " + std::to_string(most_columns) + " members' names");
    sheet_.titles.push_back(path);
    return found->second;
  }

  Error long_name() const {
    return sheet_.error(row_, "a member's name of more than " + std::to_string(longest_title) + " octets");
  }

  Sheet& sheet_;
  SheetRow row_;
  std::unordered_map<std::size_t, std::size_t> cell_of_;
  std::unordered_map<std::string, std::size_t> titles_;
};

/// What stands beside the list: of each object on the way to it, the members that are no objects or arrays.
void add_remarks(std::map<std::string, std::string>& remarks, const Value& object, std::size_t depth) {
  if (!object.IsObject()) return;
  for (const auto& item : object.GetObject()) {
    if (item.value.IsString()) remarks.emplace(normalized(text_of(item.name)), text_of(item.value));
    if (depth > 0) add_remarks(remarks, item.value, depth - 1);
  }
}

}  // namespace

Result<Sheet> read_json_sheet(std::string_view text, const std::string& origin, const Requirements& wanted) {
  const auto document = parse_json(text, origin);
  if (!document) return input_error(document.error().message);
  const auto list = find_list(*document, origin);
  if (!list) return list.error();
  Sheet sheet;
  sheet.origin = origin;
  sheet.is_json = true;
  add_remarks(sheet.remarks, *document, 1);
  Rows rows{sheet};
  for (const Value& object : (*list)->GetArray()) {
    if (auto added = rows.add(object); !added) return added.error();
  }
  if (!fit(sheet.titles, wanted).missing.empty())
    return input_error(origin + ": " + missing_columns(sheet.titles, wanted));
  return sheet;
}

}  // namespace splitroot::collectors::pipeline
