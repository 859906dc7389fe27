// Requests and their answers, as API Gateway would pass them.
#include "handlers/cpp/http/http.h"

#include <string>

#include <Poco/JSON/Parser.h>
#include <gtest/gtest.h>

#include "runtime/json.h"
#include "runtime/testing/testing.h"

namespace {

std::string make_event(const std::string& method, const std::string& more) {
  return R"({"version": "2.0", "rawPath": "/things/1", "rawQueryString": "a=b",)"
         R"( "requestContext": {"http": {"method": ")" +
         method + R"(", "sourceIp": "192.0.2.1"}})" + more + "}";
}

Poco::JSON::Object::Ptr answer_to(const std::string& event) {
  const auto result = lambda::test::call(lambda::json(answer_http), event);
  EXPECT_FALSE(result.error.has_value()) << result.error->message;
  return Poco::JSON::Parser().parse(result.body).extract<Poco::JSON::Object::Ptr>();
}

std::string body_of(const Poco::JSON::Object::Ptr& answer) {
  return answer->getValue<std::string>("body");
}

TEST(Http, DescribesTheRequest) {
  const auto answer = answer_to(make_event("GET", ""));
  EXPECT_EQ(answer->getValue<int>("statusCode"), 200);
  EXPECT_FALSE(answer->getValue<bool>("isBase64Encoded"));
  EXPECT_EQ(answer->getObject("headers")->getValue<std::string>("content-type"),
            "application/json");
  EXPECT_EQ(
      body_of(answer),
      R"({"method":"GET","path":"/things/1","query":"a=b","from":"192.0.2.1","body_bytes":0})");
}

TEST(Http, CountsTheBytesOfATextBody) {
  const auto answer =
      answer_to(make_event("POST", R"(, "body": "aGVsbG8=", "isBase64Encoded": false)"));
  EXPECT_NE(body_of(answer).find(R"("body_bytes":8)"), std::string::npos);
}

TEST(Http, CountsTheBytesBehindABase64Body) {
  const auto answer =
      answer_to(make_event("POST", R"(, "body": "aGVsbG8=", "isBase64Encoded": true)"));
  EXPECT_NE(body_of(answer).find(R"("body_bytes":5)"), std::string::npos);
}

TEST(Http, RefusesABodyThatIsNotBase64) {
  const auto answer = answer_to(make_event("POST", R"(, "body": "%%%%", "isBase64Encoded": true)"));
  EXPECT_EQ(answer->getValue<int>("statusCode"), 400);
}

TEST(Http, RefusesOtherMethods) {
  testing::internal::CaptureStderr();
  const auto answer = answer_to(make_event("DELETE", ""));
  EXPECT_TRUE(testing::internal::GetCapturedStderr().contains(" refused: the method is DELETE\n"));
  EXPECT_EQ(answer->getValue<int>("statusCode"), 405);
  EXPECT_EQ(answer->getObject("headers")->getValue<std::string>("allow"), "GET, HEAD, POST");
}

class HttpOfABadEvent : public testing::TestWithParam<const char*> {};

TEST_P(HttpOfABadEvent, IsAnError) {
  const auto result = lambda::test::call(lambda::json(answer_http), GetParam());
  ASSERT_TRUE(result.error.has_value()) << result.body;
  EXPECT_EQ(result.error->type, "InvalidEvent");
}

INSTANTIATE_TEST_SUITE_P(Events, HttpOfABadEvent,
                         testing::Values("{}", R"({"httpMethod": "GET"})",
                                         R"({"requestContext": 1})",
                                         R"({"requestContext": {"http": {}}})",
                                         R"({"requestContext": {"http": {"method": 1}}})"));

}  // namespace
