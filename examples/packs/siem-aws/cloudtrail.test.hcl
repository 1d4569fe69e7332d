# Written for these tests, in the form that the loader gives to CloudTrail's events.

locals {
  call = {
    "@timestamp"     = "2025-12-31T23:50:00+00:00"
    "@id"            = "0fd1b5d1-f1b9-4bb3-9b5e-4f3e0d5f2c01"
    "@log_type"      = "cloudtrail"
    eventID          = "0fd1b5d1-f1b9-4bb3-9b5e-4f3e0d5f2c01"
    eventName        = "GetCallerIdentity"
    eventSource      = "sts.amazonaws.com"
    userIdentity     = { type = "IAMUser", arn = "arn:aws:iam::123456789012:user/alice" }
    event            = { module = "sts.amazonaws.com", ingested = "2026-01-01T00:00:00.000000+00:00", action = "GetCallerIdentity", outcome = "success", kind = "event", category = ["iam"] }
    cloud            = { provider = "aws", account = { id = "123456789012" }, region = "eu-west-1" }
    source           = { address = "198.51.100.7", ip = "198.51.100.7" }
    user             = { name = "alice" }
    "threat.matched" = { providers = ["Tor Exit Nodes"], types = ["ipv4-addr"], indicators = ["198.51.100.7"], names = [] }
  }
}

test "a call from a listed address is told" {
  monitor = monitor.cloudtrail_ioc
  mapping = local.mapping
  now     = local.now
  events  = [local.call]

  expect "any" {
    hits    = 1
    message = <<-EOT
      1 call(s) from addresses of threat lists, ingested within 20m until 2026-01-01T00:01:00Z.
      By indicator, users, and who lists it:
      - 198.51.100.7: 1 by alice, listed by Tor Exit Nodes
      The first ten:
      - 2025-12-31T23:50:00+00:00 alice from 198.51.100.7: GetCallerIdentity of sts.amazonaws.com, success, in 123456789012 eu-west-1
        https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/0fd1b5d1-f1b9-4bb3-9b5e-4f3e0d5f2c01
    EOT
  }
}

test "a call without a user's name has its ARN" {
  monitor = monitor.cloudtrail_ioc
  mapping = local.mapping
  now     = local.now
  events  = [{ for k, v in local.call : k => v if k != "user" }]

  expect "any" {
    message_contains = "- 2025-12-31T23:50:00+00:00 arn:aws:iam::123456789012:user/alice from 198.51.100.7"
  }
}

test "a call from any other address is not" {
  monitor = monitor.cloudtrail_ioc
  mapping = local.mapping
  now     = local.now
  events  = [{ for k, v in local.call : k => v if k != "threat.matched" }]

  expect "any" {
    fires = false
  }
}
