locals {
  login = { "@timestamp" = "2020-02-07T11:59:00Z", eventName = "ConsoleLogin" }
}

test "the least" {
  monitor = monitor.login
  events  = "testdata/login.ndjson"

  expect "any" {
    fires = true
  }
}

test "everything" {
  monitor = monitor.login
  events  = [merge(local.login, { user = "bob" }), { a = 1.50 }, "testdata/login.ndjson", local.login]
  index   = "cwl-*"
  mapping = file("testdata/cwl-template.json")
  now     = "2020-02-07T21:00:00.5+09:00"
  every   = "10m"
  for     = "1h"

  index "aws-waf-2020.02.07" {
    events  = [{ action = "BLOCK" }]
    mapping = { properties = { action = { type = "keyword" } } }
  }

  index "empty" {
    mapping = jsondecode("{\"mappings\": {}}")
  }

  acknowledge "any" {
    after = "10m"
  }

  expect "any" {
    after            = "0m"
    fires            = true
    hits             = "> 0"
    error            = "null"
    documents        = ["id1", 2]
    alerts           = 1
    state            = "ACTIVE"
    aggregations     = { "by_user.buckets.0.doc_count" = 3, "by.host.buckets" = [], "by_user.sum_other_doc_count" = "> 2.5" }
    message          = "100%%{{x}}"
    message_contains = "100"
    message_matches  = "^\\d+"
    subject_contains = ["Log", "in"]
    subject_matches  = "Log"
    subject          = "Login"

    action "page" {
      sends   = true
      subject = "Login"
    }

    action "log" {
      sends            = true
      message_contains = ["x"]
    }
  }

  expect "any" {
    times = ">= 2"
  }

  expect "any" {
    after = "10m"
    state = "ACKNOWLEDGED"

    action "page" {
      sends     = false
      throttled = true
    }
  }

  expect "any" {
    after = "30m"
    fires = false
    times = null
    hits  = 0
    state = "COMPLETED"
  }
}

test "no events" {
  monitor = monitor.login

  expect "any" {
    fires = false
  }
}

test "an empty list" {
  monitor = monitor.login
  events  = []
  mapping = { properties = {} }

  expect "any" {
    times = 0
  }
}

test "each" {
  for_each = { eu = true, ap = false }
  monitor  = monitor.team[each.key]
  events   = [{ team = each.key }]
  for      = "3d"

  dynamic "expect" {
    for_each = toset(each.value ? ["any"] : [])
    labels   = [expect.value]

    content {
      after = "1d"
      fires = each.value

      dynamic "action" {
        for_each = ["log"]
        labels   = [action.value]

        content {
          sends = true
        }
      }
    }
  }

  dynamic "expect" {
    for_each = each.value ? [] : [0]
    labels   = ["any"]

    content {
      fires = each.value
    }
  }
}

test "one of a for_each" {
  monitor = monitor.team["eu"]

  expect "any" {
    fires = false
  }
}

test "buckets" {
  monitor = monitor.raw
  events  = "testdata/login.ndjson"
  every   = "30m"
  for     = "1h"

  expect "many_failures" {
    fires            = false
    message_contains = "over"
    aggregations     = { "composite_agg.after_key.user" = "alice" }
  }

  expect "many_failures" {
    after   = "30m"
    buckets = ["alice", "eu-west-1,bob"]
  }
}

test "documents" {
  monitor = monitor.documents
  events  = { user = "alice" }

  expect "t" {
    documents = []
    times     = "<= 1"
  }
}

test "each instance" {
  for_each = monitor.team
  monitor  = each.value
  events   = [{ team = each.key }]

  expect "any" {
    fires = false
  }
}
