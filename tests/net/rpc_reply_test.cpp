#include "net/rpc_reply.hpp"

#include <doctest/doctest.h>

using namespace splitroot;
using namespace splitroot::net;

namespace {

constexpr RpcIds three{5, 3};

std::vector<RpcAnswer> read(std::string_view body, RpcIds ids = three) {
  return read_rpc_reply(std::string{body}, ids, "test").value();
}

/// The result as a number, or the error's message.
std::string outcome(const RpcAnswer& answer) {
  if (answer.error) return answer.error->message;
  return std::to_string(answer.result->GetInt());
}

std::vector<std::string> outcomes(std::string_view body, RpcIds ids = three) {
  std::vector<std::string> out;
  for (const auto& answer : read(body, ids)) out.push_back(outcome(answer));
  return out;
}

using List = std::vector<std::string>;
const std::string left_out = "the server left this call out of its answer";

}  // namespace

TEST_CASE("one call is an object, several are an array, with consecutive ids") {
  const RpcCall block{"eth_blockNumber"};
  const RpcCall logs{"odd\"method", R"([{"a":1}])"};
  CHECK(rpc_body({&block}, 7) == R"({"jsonrpc":"2.0","id":7,"method":"eth_blockNumber","params":[]})");
  CHECK(rpc_body({&block, &logs}, 7) ==
        R"([{"jsonrpc":"2.0","id":7,"method":"eth_blockNumber","params":[]},)"
        R"({"jsonrpc":"2.0","id":8,"method":"odd\"method","params":[{"a":1}]}])");
}

TEST_CASE("answers find their calls, whatever their order and however the id is written") {
  CHECK(outcomes(R"([{"id":7,"result":17},{"id":5,"result":15},{"id":"6","result":16}])") ==
        List{"15", "16", "17"});
  CHECK(outcomes(R"({"id":5,"result":15})", {5, 1}) == List{"15"});
  CHECK(outcomes(R"([{"id":5,"result":15}])", {5, 1}) == List{"15"});
}

TEST_CASE("an answer outlives everything but itself, and null is a result") {
  RpcAnswer kept;
  {
    auto answers = read(R"([{"id":5,"result":{"a":[1]}},{"id":6,"result":null},{"id":7,"result":1}])");
    CHECK(answers[1].result->IsNull());
    CHECK_FALSE(answers[1].error);
    kept = answers[0];
  }
  CHECK(member(*kept.result, "a")->IsArray());
}

TEST_CASE("calls left out, answered twice, or with neither result nor error fail alone") {
  CHECK(outcomes(R"([{"id":6,"result":16}])") == List{left_out, "16", left_out});
  CHECK(
      outcomes(
          R"([{"id":5,"result":1},{"id":5,"result":2},{"id":5,"result":3},{"id":6},{"id":7,"result":17}])") ==
      List{"the server answered this call twice", "the server's answer has neither result nor error", "17"});
  for (const auto& answer : read(R"([{"id":5},{"id":6},{"id":7}])")) {
    CHECK(answer.error->code == 0);
    CHECK(answer.result == nullptr);
  }
}

TEST_CASE("answers to calls of somebody else are passed over") {
  CHECK(outcomes(R"([{"id":4,"result":1},{"id":8,"error":{"code":1,"message":"x"}},{"id":-5,"result":1},
                     {"id":5.0,"result":1},{"id":true,"result":1},3,null,"x",[],{"id":"6x","result":1},
                     {"id":"","result":1},{"id":5,"result":15},{"id":6,"result":16},{"id":7,"result":17}])") ==
        List{"15", "16", "17"});
}

TEST_CASE("one error for the whole batch is every call's error") {
  for (const std::string body :
       {R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"too many"},"id":null})",
        R"({"error":{"code":-32600,"message":"too many"}})",
        R"({"error":{"code":-32600,"message":"too many"},"id":0})",
        R"([{"error":{"code":-32600,"message":"too many"},"id":null}])"}) {
    CAPTURE(body);
    const auto answers = read(body);
    REQUIRE(answers.size() == 3);
    for (const auto& answer : answers) {
      CHECK(answer.error->code == -32600);
      CHECK(answer.error->message == "too many");
    }
  }
  CHECK(outcomes(R"([{"id":6,"result":16},{"error":{"message":"no more"},"id":null}])") ==
        List{"no more", "16", "no more"});
  CHECK(outcomes(R"({"id":6,"error":{"message":"only me"}})") == List{left_out, "only me", left_out});
}

TEST_CASE("errors of every make") {
  const auto error = [](const std::string& json) {
    return *read(R"({"id":5,"result":null,"error":)" + json + "}", {5, 1}).front().error;
  };
  CHECK(error(R"({"code":-32000,"message":"m","data":{"payload":[1,2]}})").data == R"({"payload":[1,2]})");
  CHECK(error(R"({"code":-32000,"message":"m","data":null})").data.empty());
  CHECK(error(R"({"code":"-32005","message":"m"})").code == -32005);
  CHECK(error(R"({"code":"x","message":"m"})").code == 0);
  CHECK(error(R"({"code":1e300,"message":"m"})").code == 0);
  CHECK(error(R"({"code":[],"message":7})").message == "the server gave an error without a message");
  CHECK(error(R"("in words")").message == "in words");
  CHECK(error("7").code == 0);
  CHECK(error("false").code == 0);
  CHECK(outcomes(R"({"result":15,"error":null,"id":5})", {5, 1}) == List{"15"});
}

TEST_CASE("a body of which nothing can be made is an Error that may be retried") {
  std::string deep(100'000, '[');
  for (const std::string& body :
       {std::string{}, std::string{"<html>"}, std::string{"[]"}, std::string{"{}"}, std::string{"7"},
        std::string{"null"}, std::string{R"([{"id":5,"result":1)"}, std::string{R"([{"id":99,"result":1}])"},
        std::string{R"({"id":99,"result":1})"}, std::string{R"({"id":5,"id":6,"result":1})"},
        std::string{"{\"id\":5,\"result\":\"\xff\"}"}, deep}) {
    CAPTURE(body.substr(0, 40));
    const auto reply = read_rpc_reply(body, three, "test");
    REQUIRE(reply.has_error());
    CHECK(reply.error().retry);
    CHECK(reply.error().message.starts_with("test: "));
  }
}

TEST_CASE("rate limits are told from limits of size") {
  const auto limited = [](std::int64_t code, const char* message) {
    return is_rate_limit({code, message, ""});
  };
  CHECK(limited(429, "anything"));
  CHECK(limited(-32005, "Rate limit exceeded"));
  CHECK(limited(-32005, "Too Many Requests"));
  CHECK(limited(-32005, "daily request count exceeded, request rate limited"));
  CHECK(limited(-32007, "50/second request limit reached"));
  CHECK(limited(-32016, "over rate limit"));
  CHECK_FALSE(limited(-32005, "query returned more than 10000 results"));
  CHECK_FALSE(limited(-32005, "Log response size exceeded"));
  CHECK_FALSE(limited(3, "execution reverted: rate limit"));
  CHECK_FALSE(limited(-32000, "execution reverted: rate limit"));
  CHECK_FALSE(limited(-32600, "block range is too wide"));
  CHECK(is_used_up("Monthly capacity limit exceeded. Visit …"));
  CHECK_FALSE(is_used_up("Rate limit exceeded"));
}

TEST_CASE("the result of a plain success is found in the text, whichever order its members have") {
  for (const std::string body :
       {R"({"jsonrpc":"2.0","id":7,"result":[1,2]})", R"({"id":7,"jsonrpc":"2.0","result":[1,2]})",
        R"({"jsonrpc":"2.0","result":[1,2],"id":7})", "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":[1,2]}\n"}) {
    CAPTURE(body);
    const auto found = find_result(body, 7);
    REQUIRE(found.has_value());
    CHECK(body.substr(found->first, found->second) == "[1,2]");
    CHECK_FALSE(find_result(body, 8).has_value());
  }
  for (const char* body :
       {"", "{}", R"({"jsonrpc":"2.0","id":7,"error":{"code":1}})", R"({"jsonrpc":"2.0","result":)",
        R"({"jsonrpc":"2.0", "id":7,"result":1})", R"([{"jsonrpc":"2.0","id":7,"result":1}])"}) {
    CAPTURE(body);
    CHECK_FALSE(find_result(body, 7).has_value());
  }
}
