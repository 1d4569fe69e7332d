# As SIEM on Amazon OpenSearch Service writes it; in cwl-* the same field is there as .keyword.

locals {
  from = {
    for country in ["JP", "DE"] : country => merge(local.sample.login, { source = { geo = { country_iso_code = country } } })
  }
  month = {
    "cwl"                = { "@timestamp" = "2024-07-10T09:00:00Z" }
    "log-aws-cloudtrail" = { event = { ingested = "2024-07-10T09:00:00Z" } }
  }[var.family]
}

test "the first login from a country is told of, once" {
  monitor = monitor.new_country
  events = [
    merge(local.from.JP, local.month, { "@id" = "JP, three weeks ago" }),
    merge(local.from.JP, local.at["09:00"], { "@id" = "JP" }),
    merge(local.from.DE, local.at["09:00"], { "@id" = "DE" }),
  ]
  mapping = local.template
  now     = local.now
  for     = "15m"

  expect "first" {
    after            = "0m"
    buckets          = ["DE"]
    message_contains = ["A console login from DE, the first in 30 days", "- DE: 1, by arn:aws:iam::562283505220:user/stratus-red-team-nmfalu-jfzdtsvchl from 225.01.00.16"]
  }

  expect "first" {
    after = "5m"

    action "tell" {
      sends = false
    }
  }

  expect "first" {
    after  = "15m"
    alerts = 0
  }
}

test "a failure is no login from anywhere, and neither is anything else" {
  for_each = { failed = { responseElements = { ConsoleLogin = "Failure" } }, other = { eventName = "CheckMfa" } }
  monitor  = monitor.new_country
  events   = [merge(local.from.DE, local.at["09:00"], each.value)]
  mapping  = local.template
  now      = local.now

  expect "first" {
    fires = false
  }
}

test "without countries nothing is told" {
  monitor = monitor.new_country
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "first" {
    fires = false
  }
}
