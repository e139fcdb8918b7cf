#include "serve/router.hpp"

#include <algorithm>
#include <span>

#include "core/embedded.hpp"
#include "core/log.hpp"
#include "serve/api.hpp"
#include "serve/pages.hpp"
#include "serve/workers.hpp"

namespace splitroot {
std::span<const EmbeddedFile> web_files();
std::span<const EmbeddedFile> schema_files();
}  // namespace splitroot

namespace splitroot::serve {
namespace {

constexpr std::string_view unavailable = "the database does not answer; try again in a few seconds";

Routed at_once(Response response) {
  Routed routed;
  routed.answer = std::move(response);
  return routed;
}

Routed ask(std::function<Response(Reader&)> question) {
  Routed routed;
  routed.ask = std::move(question);
  return routed;
}

Routed refused(const Error& error) { return at_once(problem(400, error.message)); }

ListFormat format_of(const Target& target) {
  return target.path.back().ends_with(".csv") ? ListFormat::csv : ListFormat::json;
}

std::string content_type(std::string_view file) {
  if (file.ends_with(".css")) return "text/css; charset=utf-8";
  if (file.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (file.ends_with(".yaml")) return "application/yaml";
  if (file.ends_with(".svg")) return "image/svg+xml";
  return "application/schema+json";
}

Routed embedded(std::span<const EmbeddedFile> files, std::string_view name) {
  const auto found =
      std::find_if(files.begin(), files.end(), [name](const auto& file) { return file.name == name; });
  if (found == files.end()) return at_once(problem(404, "there is nothing at this address"));
  Response response;
  response.content_type = content_type(name);
  response.body = found->content;
  response.headers.emplace_back("Cache-Control", "no-cache");
  return at_once(std::move(response));
}

/// Matches `/v1/names/{namespace}/{name}` against path segments; `{…}` takes any one.
bool matches(std::string_view pattern, const std::vector<std::string>& path) {
  std::size_t at = 0;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const auto end = std::min(pattern.find('/'), pattern.size());
    const auto segment = pattern.substr(0, end);
    if (at == path.size() || (!segment.starts_with('{') && segment != path[at])) return false;
    ++at;
    pattern.remove_prefix(std::min(end + 1, pattern.size()));
  }
  return at == path.size();
}

}  // namespace

struct Router::Entry {
  std::string_view pattern;
  Routed (Router::*handler)(const Target&) const;
};

std::span<const Router::Entry> Router::entries() {
  static constexpr Entry table[] = {
      {"/", &Router::page},
      {"/v1/strings/{string}", &Router::string},
      {"/v1/collisions", &Router::collisions},
      {"/v1/collisions.csv", &Router::collisions},
      {"/v1/names/{namespace}/{name}", &Router::name},
      {"/v1/sources", &Router::sources},
      {"/v1/sources.csv", &Router::sources},
      {"/feeds/deadlines.ics", &Router::deadlines},
      {"/metrics", &Router::metrics},
      {"/-/healthy", &Router::healthy},
      {"/-/ready", &Router::ready},
      {"/app.js", &Router::file},
      {"/style.css", &Router::file},
      {"/icon.svg", &Router::file},
      {"/openapi.yaml", &Router::schema},
      {"/json/{schema}", &Router::schema},
  };
  return table;
}

Router::Router(correlate::Rules rules, Metrics& metrics) : rules_(std::move(rules)), metrics_(metrics) {}

Routed Router::route(const Request& request) const {
  Routed routed;
  if (request.method != "GET" && request.method != "HEAD") {
    routed = at_once(problem(405, "only GET and HEAD are answered here"));
    routed.answer->headers.emplace_back("Allow", "GET, HEAD");
    routed.route = "-";
    return routed;
  }
  auto target = parse_target(request.target);
  if (target) target->accept = request.accept;
  if (target) return dispatch(*target);
  routed = refused(target.error());
  routed.route = "-";
  return routed;
}

Routed Router::dispatch(const Target& target) const {
  for (const Entry& entry : entries()) {
    if (!matches(entry.pattern, target.path)) continue;
    Routed routed = (this->*entry.handler)(target);
    routed.route = entry.pattern;
    return routed;
  }
  Routed routed =
      at_once(problem(404, "there is nothing at this address; /openapi.yaml lists what there is"));
  routed.route = "-";
  return routed;
}

Routed Router::page(const Target& target) const {
  std::string query;
  for (const auto& [key, value] : target.query) {
    if (key == "q") query = value;
  }
  if (query.find_first_not_of(' ') == std::string::npos) return at_once(html_response(200, home_page()));
  Routed routed = ask([query](Reader& reader) { return search_answer(reader, query, now()); });
  routed.failed = [query](unsigned status, std::string_view detail) {
    return html_response(status, error_page(query, "No answer right now", detail));
  };
  return routed;
}

Routed Router::deadlines(const Target& target) const {
  if (const auto known = only_keys(target, {}); !known) return refused(known.error());
  return ask([](Reader& reader) { return deadlines_answer(reader, now()); });
}

Routed Router::string(const Target& target) const {
  if (const auto known = only_keys(target, {"as_of", "known_at"}); !known) return refused(known.error());
  const auto moment = parse_moment(target);
  if (!moment) return refused(moment.error());
  return ask([this, input = target.path.back(), moment = *moment](Reader& reader) {
    return string_answer(reader, input, moment, rules_);
  });
}

Routed Router::collisions(const Target& target) const {
  auto query = parse_collision_query(target);
  if (!query) return refused(query.error());
  const std::string path = "/v1/" + target.path.back();
  return ask([this, query = std::move(*query), format = format_of(target), path, target](Reader& reader) {
    return collisions_answer(reader, query, format, rules_, [&path, &target](std::string_view cursor) {
      return next_page(path, target, cursor);
    });
  });
}

Routed Router::name(const Target& target) const {
  if (const auto known = only_keys(target, {}); !known) return refused(known.error());
  return ask([this, ns = target.path[2], name = target.path[3]](Reader& reader) {
    const LapseOf lapse = [this](std::string_view of) { return correlate::lapse_of(rules_.lapses, of); };
    return name_answer(reader, ns, name, {lapse, now(), Holders::shortened});
  });
}

Routed Router::sources(const Target& target) const {
  if (const auto known = only_keys(target, {}); !known) return refused(known.error());
  return ask([format = format_of(target)](Reader& reader) { return sources_answer(reader, format, now()); });
}

Routed Router::metrics(const Target& target) const {
  const auto format = accepted_format(target.accept);
  const auto answered = [this, format](Reader* reader) {
    Response response = text_response(200, metrics_.render(reader, now(), format));
    response.content_type = serve::content_type(format);
    response.headers.emplace_back("Vary", "Accept");
    return response;
  };
  Routed routed = ask([answered](Reader& reader) { return answered(&reader); });
  routed.failed = [answered](unsigned, std::string_view) { return answered(nullptr); };
  return routed;
}

Routed Router::healthy(const Target&) const { return at_once(text_response(200, "healthy\n")); }

Routed Router::ready(const Target&) const {
  return ask([](Reader& reader) {
    reader.sources();
    return text_response(200, "ready\n");
  });
}

Routed Router::file(const Target& target) const { return embedded(web_files(), target.path.back()); }
Routed Router::schema(const Target& target) const { return embedded(schema_files(), target.path.back()); }

namespace {

Response failure(const Routed& routed, const std::exception& error) {
  const auto* known = dynamic_cast<const Failure*>(&error);
  const bool down = known != nullptr && known->error().fault != Fault::internal;
  log::error(std::string{routed.route} + ": " + error.what());
  if (!down) return routed.failed(500, "this should not have happened; the log of splitroot says more");
  Response response = routed.failed(503, unavailable);
  if (response.status == 503) response.headers.emplace_back("Retry-After", "5");
  return response;
}

}  // namespace

Response answer(const Routed& routed, StoreSlot& slot) {
  for (;;) {
    bool reused = true;
    try {
      reused = slot.is_open();
      return routed.ask(*slot.store().read());
    } catch (const std::exception& error) {
      slot.discard();
      if (!reused) return failure(routed, error);
    }
  }
}

}  // namespace splitroot::serve
