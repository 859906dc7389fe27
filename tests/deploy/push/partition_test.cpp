// Our list of AWS's partitions is botocore's: a partition or an ending that is missing here would
// make ECR's hosts there look like any other registry's.
#include "deploy/registry/login/partition.h"

#include <set>
#include <string>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <gtest/gtest.h>

#include "tests/peers/aws/python_folder.h"
#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

TEST(Partitions, AreThoseOfBotocore) {
  const auto text = peers::read_file(peers::python_folder() / "botocore/data/partitions.json");
  ASSERT_NE("", text);
  const auto root = Poco::JSON::Parser().parse(text).extract<Object::Ptr>();
  const Array::Ptr theirs = root->getArray("partitions");
  ASSERT_FALSE(theirs.isNull());
  std::set<std::string> names;
  for (unsigned i = 0; i < theirs->size(); ++i) {
    const Object::Ptr partition = theirs->getObject(i);
    const Object::Ptr outputs = partition->getObject("outputs");
    const auto name = partition->getValue<std::string>("id");
    names.insert(name);
    for (const std::string& region : partition->getObject("regions")->getNames()) {
      if (region.ends_with("-global")) {
        continue;  // Of services that are in no Region.
      }
      const registry::Partition& ours = registry::partition_of(region);
      EXPECT_EQ(name, ours.name) << region;
      EXPECT_EQ(outputs->getValue<std::string>("dnsSuffix"), ours.host_ending) << region;
      EXPECT_EQ(outputs->getValue<std::string>("dualStackDnsSuffix"), ours.dual_stack_api_ending)
          << region;
    }
  }
  for (const registry::Partition& ours : registry::partitions()) {
    EXPECT_TRUE(names.contains(std::string(ours.name))) << ours.name;
  }
  EXPECT_EQ(names.size(), registry::partitions().size());
}

}  // namespace
}  // namespace lambda::deploy_test
