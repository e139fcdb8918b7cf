#include "net/rpc_reply.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/label.hpp"

namespace splitroot::net {
namespace {

constexpr std::int64_t too_many_requests = 429;
constexpr std::array<std::string_view, 8> slow_down = {
    "rate limit",        "rate-limit",    "ratelimit",    "rate exceeded",
    "too many requests", "request limit", "requests per", "throttl"};
constexpr std::array<std::string_view, 4> used_up = {"monthly capacity", "monthly quota", "monthly limit",
                                                     "daily request count"};

constexpr auto too_much = std::to_array<std::string_view>(
    {"block range", "blocks range", "max range", "range is too", "ranges over", "blocks distance",
     "too large", "too many blocks", "too many logs", "too many results", "max results", "response size",
     "query returned more"});

constexpr std::string_view left_out = "the server left this call out of its answer";
constexpr std::string_view answered_twice = "the server answered this call twice";
constexpr std::string_view no_outcome = "the server's answer has neither result nor error";

template <std::size_t Count>
bool says(std::string_view message, const std::array<std::string_view, Count>& phrases) {
  const auto text = lower_ascii(message);
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view phrase) { return text.find(phrase) != std::string::npos; });
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number value{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_set(const rapidjson::Value* value) { return value != nullptr && !value->IsNull(); }

std::string json_of(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer{buffer};
  value.Accept(writer);
  return std::string{text_of(buffer)};
}

/// Which of our calls an item answers; nullopt when it bears no id of ours.
std::optional<std::size_t> index_of(const rapidjson::Value& item, RpcIds ids) {
  const auto* id = member(item, "id");
  std::optional<std::uint64_t> number;
  if (id != nullptr && id->IsUint64()) number = id->GetUint64();
  if (id != nullptr && id->IsString()) number = number_of<std::uint64_t>(text_of(*id));
  if (!number || *number < ids.first || *number - ids.first >= ids.count) return std::nullopt;
  return static_cast<std::size_t>(*number - ids.first);
}

/// `error` as an object (JSON-RPC 2.0), or anything else a server puts there.
RpcError error_of(const rapidjson::Value& error) {
  if (error.IsString()) return {0, std::string{text_of(error)}, ""};
  RpcError out;
  const auto* code = member(error, "code");
  if (code != nullptr && code->IsInt64()) out.code = code->GetInt64();
  if (code != nullptr && code->IsString()) out.code = number_of<std::int64_t>(text_of(*code)).value_or(0);
  out.message = string_member(error, "message").value_or("the server gave an error without a message");
  if (const auto* data = member(error, "data"); is_set(data)) out.data = json_of(*data);
  return out;
}

RpcAnswer failed(RpcError error) {
  RpcAnswer answer;
  answer.error = std::move(error);
  return answer;
}

RpcAnswer answer_of(const rapidjson::Value& item,
                    const std::shared_ptr<const rapidjson::Document>& document) {
  if (const auto* error = member(item, "error"); is_set(error)) return failed(error_of(*error));
  const auto* result = member(item, "result");
  if (result == nullptr) return failed({0, std::string{no_outcome}, ""});
  return {document, result, std::nullopt};
}

/// Sorts the items of one body to the calls.
class Sorter {
 public:
  Sorter(std::shared_ptr<const rapidjson::Document> document, RpcIds ids)
      : document_(std::move(document)), ids_(ids), answers_(ids.count) {}

  /// `alone`: the body is this object, so an error in it is meant for all, whatever its id.
  void take(const rapidjson::Value& item, bool alone) {
    if (!item.IsObject()) return;
    if (const auto index = index_of(item, ids_)) return place(answers_[*index], item);
    const auto* error = member(item, "error");
    if (is_set(error) && (alone || !is_set(member(item, "id")))) for_all_ = error_of(*error);
  }

  bool found_nothing() const {
    return !for_all_ &&
           std::none_of(answers_.begin(), answers_.end(), [](const auto& answer) { return answer; });
  }

  std::vector<RpcAnswer> finish() {
    const RpcError missing{0, std::string{left_out}, ""};
    std::vector<RpcAnswer> out;
    out.reserve(answers_.size());
    for (auto& answer : answers_) {
      out.push_back(answer ? std::move(*answer) : failed(for_all_.value_or(missing)));
    }
    return out;
  }

 private:
  void place(std::optional<RpcAnswer>& answer, const rapidjson::Value& item) {
    answer = answer ? failed({0, std::string{answered_twice}, ""}) : answer_of(item, document_);
  }

  std::shared_ptr<const rapidjson::Document> document_;
  RpcIds ids_;
  std::vector<std::optional<RpcAnswer>> answers_;
  std::optional<RpcError> for_all_;
};

}  // namespace

std::string rpc_body(const std::vector<const RpcCall*>& calls, std::uint64_t first_id) {
  std::string body;
  for (const auto* call : calls) {
    body += (body.empty() ? "" : ",") + std::string{R"({"jsonrpc":"2.0","id":)"} +
            std::to_string(first_id++) + R"(,"method":)" + json_string(call->method) + R"(,"params":)" +
            call->params + "}";
  }
  return calls.size() == 1 ? body : "[" + body + "]";
}

Result<std::vector<RpcAnswer>> read_rpc_reply(std::string body, RpcIds ids, std::string_view origin) {
  const auto parsed = parse_json_text(std::move(body), origin);
  if (!parsed) return source_error(parsed.error().message, true);
  const auto& document = *parsed;
  Sorter sorter{document, ids};
  if (document->IsArray()) {
    for (const auto& item : document->GetArray()) sorter.take(item, false);
  } else {
    sorter.take(*document, true);
  }
  if (sorter.found_nothing()) {
    return source_error(std::string{origin} + ": its JSON answers none of the " + std::to_string(ids.count) +
                            " calls sent; is this a JSON-RPC server?",
                        true);
  }
  return sorter.finish();
}

std::optional<std::pair<std::size_t, std::size_t>> find_result(std::string_view body, std::uint64_t id) {
  while (body.ends_with('\n')) body.remove_suffix(1);
  const std::string number = "\"id\":" + std::to_string(id);
  const std::string version = R"("jsonrpc":"2.0")";
  const std::string result = R"("result":)";
  for (const std::string& front :
       {"{" + version + "," + number + "," + result, "{" + number + "," + version + "," + result}) {
    if (body.starts_with(front) && body.ends_with('}'))
      return std::pair{front.size(), body.size() - front.size() - 1};
  }
  const std::string front = "{" + version + "," + result;
  const std::string back = "," + number + "}";
  if (body.size() < front.size() + back.size() || !body.starts_with(front) || !body.ends_with(back))
    return std::nullopt;
  return std::pair{front.size(), body.size() - front.size() - back.size()};
}

bool is_rate_limit(const RpcError& error) {
  if (error.code == too_many_requests) return true;
  return error.code >= -32099 && error.code <= -32001 && says(error.message, slow_down);
}

bool is_unanswered(const RpcError& error) {
  return error.code == 0 &&
         (error.message == left_out || error.message == answered_twice || error.message == no_outcome);
}

bool is_size_refusal(const RpcError& error) { return !is_rate_limit(error) && says(error.message, too_much); }

bool is_used_up(std::string_view message) { return says(message, used_up); }

}  // namespace splitroot::net
