test "says nothing" {
  monitor = monitor.team["eu"]
  expect "any" {}
  expect "any" {
    action "page" {}
    action "page" { sends = true }
    action "pgae" { sends = true }
  }
}
test "labels" {
  monitor = monitor.login
  expect "ny" { fires = true }
  expect "Nobody hears of it" { fires = true }
  expect "quiet" {
    message = "x"
    action "page" { sends = true }
  }
}
test "values" {
  monitor = monitor.login
  for     = "1h"
  expect "any" {
    fires            = "yes"
    times            = ">= 0"
    hits             = "< 0"
    alerts           = "some"
    error            = " "
    documents        = [null]
    buckets          = [["a"]]
    state            = "ACTIV"
    aggregations     = { "by_usr.buckets" = 1, by_user = "> x", x = destination.webhook.pager }
    message_matches  = "("
    message_contains = ["", "a"]
    subject_matches  = ""
  }
  expect "any" {
    after        = "5m"
    hits         = 1.5
    alerts       = [1]
    aggregations = [1]
  }
}
test "fires and does not" {
  monitor = monitor.team["eu"]
  for     = "1h"
  expect "any" {
    fires           = false
    times           = 2
    message         = "a"
    subject_matches = "b"
    action "page" { sends = true }
  }
  expect "any" {
    after = "5m"
    fires = true
    times = 0
  }
  expect "any" {
    after   = "10m"
    alerts  = 0
    state   = "ERROR"
    hits    = "< 2"
    message = "abc"
    documents        = ["a", "b"]
    message_contains = "d"
    message_matches  = "^b"
    action "page" {
      sends     = true
      throttled = true
      message   = "x"
      subject   = "y"
    }
  }
  expect "any" {
    after = "10m"
    fires = true
  }
  expect "any" {
    after = "15m"
    fires = true
    times = 0
  }
}
test "a search without documents" {
  monitor = monitor.login
  expect "any" {
    documents = ["a"]
    buckets   = ["a"]
  }
}
test "of documents" {
  monitor = monitor.documents
  expect "t" {
    fires        = false
    hits         = 1
    documents    = ["a"]
    buckets      = ["a"]
    aggregations = { a = 1 }
    message      = "x"
  }
}
test "of an API" {
  monitor = monitor.health
  expect "t" {
    documents = ["a"]
    subject_contains = "x"
  }
}
test "alerts of one run" {
  monitor = monitor.team["eu"]
  expect "any" {
    state = "COMPLETED"
    times = 2
    action "page" { throttled = true }
  }
}
test "no alerts" {
  monitor = monitor.team["eu"]
  expect "any" {
    fires  = false
    alerts = 1
  }
}
test "alerts of a series" {
  monitor = monitor.team["eu"]
  for     = "10m"
  expect "any" {
    fires = false
    state = "ACTIVE"
    times = "> 3"
  }
  expect "any" {
    after = "0m"
    state = "ACKNOWLEDGED"
  }
  expect "any" {
    after = "5m"
    fires = false
    state = "ACTIVE"
  }
  expect "any" {
    after  = "10m"
    fires  = false
    alerts = "> 0"
  }
}
test "dynamic" {
  for_each = toset(["a", "b"])
  monitor  = monitor.login
  dynamic "expect" {
    for_each = var.unset
    labels   = ["any"]
    content {}
  }
}
