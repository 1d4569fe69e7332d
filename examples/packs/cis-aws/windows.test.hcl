# When: by arrival, not by when it happened, and so that nobody is left out between two messages.

test "an event counts for the window after its arrival" {
  for_each = { first_run = "2024-08-02T09:00:01Z", last_run = "2024-08-02T09:20:00Z" }
  monitor  = monitor.root_usage
  events   = local.samples["3.3"] # which happened years before
  mapping  = local.template
  now      = each.value

  expect "found" {
    fires = true
  }
}

test "and no longer" {
  monitor = monitor.root_usage
  events  = local.samples["3.3"]
  mapping = local.template
  now     = "2024-08-02T09:20:01Z"

  expect "found" {
    fires = false
  }
}

locals {
  # An event before each of the first three runs, at 09:01, 09:06 and 09:11.
  series = [
    for minute in ["00", "05", "10"] : merge(local.samples["3.3"][0], { "@id" = minute, eventID = "event-${minute}" }, {
      "cwl"                                                                   = { "@timestamp" = "2024-08-02T09:${minute}:00Z" }
      "log-aws-cloudtrail"                                                    = { event = { ingested = "2024-08-02T09:${minute}:00Z" } }
    }[var.family])
  ]
}

test "what comes while messages are held back is told by the next" {
  monitor = monitor.root_usage
  events  = local.series
  mapping = local.template
  now     = local.now
  for     = "15m"

  expect "found" {
    after = "0m"

    action "tell" {
      message_contains = "event-00"
    }
  }

  expect "found" {
    after = "10m"

    action "tell" {
      throttled = true
    }
  }

  expect "found" {
    after = "15m"

    action "tell" {
      sends            = true
      message_contains = ["event-05", "event-10"]
    }
  }
}
