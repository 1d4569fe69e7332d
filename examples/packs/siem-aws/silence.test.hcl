# A trail that stops, comes again, and was never there.

test "a trail that stops is missed after half an hour, and told of once an hour" {
  monitor = monitor.ingest_silent["cloudtrail"]
  mapping = local.mapping
  now     = local.now
  for     = "3h"
  events  = [local.call]

  expect "silent" {
    after = "25m"
    fires = false
  }

  expect "silent" {
    after   = "30m"
    fires   = true
    subject = "Nothing comes: cloudtrail"
    message = <<-EOT
      Nothing of the type cloudtrail was ingested within 30 minutes, until 2026-01-01T00:31:00Z.
      Until it comes again, rules that look for it in log-aws-cloudtrail-* find nothing.
    EOT
  }

  expect "silent" {
    after = "90m"

    action "tell" {
      throttled = true
    }
  }

  expect "silent" {
    after = "95m"

    action "tell" {
      sends = true
    }
  }
}

test "a trail that comes again is no longer missed" {
  monitor = monitor.ingest_silent["cloudtrail"]
  mapping = local.mapping
  now     = "2026-01-01T00:31:00Z"
  for     = "5m"
  events  = [local.call, merge(local.call, { "@id" = "again", event = merge(local.call.event, { ingested = "2026-01-01T00:33:00Z" }) })]

  expect "silent" {
    after = "0m"
    state = "ACTIVE"
  }

  expect "silent" {
    after = "5m"
    fires = false
    state = "COMPLETED"
  }
}

test "events of long ago that come now are no silence" {
  monitor = monitor.ingest_silent["cloudtrail"]
  mapping = local.mapping
  now     = local.now
  events  = [merge(local.call, { "@timestamp" = "2025-12-01T00:00:00+00:00" })]

  expect "silent" {
    fires = false
  }
}

test "logs of another type do not hide it" {
  monitor = monitor.ingest_silent["cloudtrail"]
  mapping = local.mapping
  now     = local.now
  events  = [merge(local.call, { "@log_type" = "cloudtrail-digest" })]

  expect "silent" {
    fires = true
    hits  = 0
  }
}

test "where there is no index at all it fires" {
  monitor = monitor.ingest_silent["cloudtrail"]
  now     = local.now

  expect "silent" {
    fires = true
    hits  = 0
  }
}
