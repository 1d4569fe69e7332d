# testdata/waf.ndjson: requests of the unit tests of panther-analysis (Apache-2.0), as the
# loader writes them: four blocked as known bad inputs, two let through.

locals {
  requests = [for line in split("\n", chomp(file("testdata/waf.ndjson"))) : jsondecode(line).doc]
  blocked  = local.requests[2]
  allowed  = local.requests[4]
}

test "more than a hundred blocked requests of one client are told" {
  monitor = monitor.waf_blocks_per_client
  mapping = local.mapping
  now     = local.now
  events = flatten([
    for client, times in { "203.0.113.45" = 101, "198.51.100.22" = 100 } : [
      for n in range(times) : merge(local.blocked, { "@id" = "${client} ${n}", source = { ip = client }, url = { domain = "shop.example.com", path = "/login" } })
    ]
  ])

  expect "many" {
    buckets = ["203.0.113.45"]
    message = <<-EOT
      203.0.113.45: more than 100 requests blocked within 10m, until 2026-01-01T00:01:00Z.
      Clients with more now:
      - 203.0.113.45: 101 by AWS-AWSManagedRulesKnownBadInputsRuleSet, at shop.example.com
    EOT
  }
}

test "a client that stops is told of, too" {
  monitor = monitor.waf_blocks_per_client
  mapping = local.mapping
  now     = local.now
  for     = "15m"
  events  = [for n in range(101) : merge(local.blocked, { "@id" = "${n}" })]

  expect "many" {
    after = "10m"
    state = "COMPLETED"

    action "tell" {
      message_contains = "198.51.100.22: no longer more than 100 blocked requests, at 2026-01-01T00:11:00Z."
    }
  }
}

test "requests that were let through are not counted" {
  for_each = toset(["ALLOW", "COUNT", "CAPTCHA", "CHALLENGE"])
  monitor  = monitor.waf_blocks_per_client
  mapping  = local.mapping
  now      = local.now
  events   = [for n in range(101) : merge(local.blocked, { "@id" = "${n}", event = merge(local.blocked.event, { action = each.value }) })]

  expect "many" {
    fires = false
  }
}

test "more than ten known bad inputs are told with who and what" {
  monitor = monitor.waf_known_bad_inputs
  mapping = local.mapping
  now     = local.now
  events = concat(
    [for n in range(10) : merge(local.blocked, { "@id" = "${n}" })],
    [merge(local.requests[0], { "@id" = "log4j" })],
  )

  expect "many" {
    hits = 11
    message_contains = [
      "11 requests blocked as known bad inputs, ingested within 10m until 2026-01-01T00:01:00Z.",
      "- 198.51.100.22: 10\n- 203.0.113.45: 1\n",
      "- 2024-03-20T10:35:00+00:00 198.51.100.22 (CN) POST /api/v1/process, AWS-AWSManagedRulesKnownBadInputsRuleSet of test in 123456789012 us-east-1",
    ]
  }
}

test "ten of them, and other blocks, are not" {
  monitor = monitor.waf_known_bad_inputs
  mapping = local.mapping
  now     = local.now
  events = concat(
    [for n in range(10) : merge(local.blocked, { "@id" = "${n}" })],
    [for n in range(10) : merge(local.blocked, { "@id" = "other ${n}", rule = { name = "AWS-AWSManagedRulesSQLiRuleSet" } })],
    [for n in range(10) : merge(local.blocked, { "@id" = "counted ${n}", event = merge(local.blocked.event, { action = "ALLOW" }) })],
    [local.allowed],
  )

  expect "many" {
    fires = false
    hits  = 10
  }
}
