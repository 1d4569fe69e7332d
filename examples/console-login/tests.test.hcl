# What the two monitors must do on real events: alertplan test examples/console-login

locals {
  # A real login and a failed one: the first lines of the files.
  login   = jsondecode(split("\n", file("testdata/console_login.ndjson"))[0])
  failure = jsondecode(split("\n", file("testdata/failed_logins.ndjson"))[0])
}

test "a console login pages" {
  monitor = monitor.console_login
  events  = "testdata/console_login.ndjson"
  mapping = file("testdata/cwl-template.json")
  now     = "2024-08-02T09:05:00Z" # one of the three events is a login, delivered at 09:03:16; 18:05 in Tokyo

  expect "any_login" {
    fires   = true
    hits    = 1
    subject = "AWS console login"
    message = <<-EOT
      1 console login(s) until 2024-08-02T09:05:00Z:
      - arn:aws:iam::562283505220:user/stratus-red-team-nmfalu-jfzdtsvchl from 225.01.00.16, MFA: No
    EOT
  }
}

test "five minutes later that login is over" {
  monitor = monitor.console_login
  events  = "testdata/console_login.ndjson"
  now     = "2024-08-02T09:10:00Z"

  expect "any_login" {
    fires = false
  }
}

test "a failed login does not page" {
  monitor = monitor.console_login
  events  = "testdata/failed_logins.ndjson"
  now     = "2019-01-01T00:06:00Z"

  expect "any_login" {
    fires = false
  }
}

test "only console logins page" {
  monitor = monitor.console_login
  events  = [merge(local.login, { eventName = "CheckMfa" })]

  expect "any_login" {
    fires = false
  }
}

# Office hours: nine to six in Tokyo, from Monday to Friday.

test "a login at nine in the evening pages" {
  monitor = monitor.console_login
  events  = [merge(local.login, { "@timestamp" = "2020-02-07T11:59:00Z" })]
  now     = "2020-02-07T12:00:00Z" # Friday, 21:00 in Tokyo

  expect "any_login" {
    fires = true
  }
}

test "a login in office hours does not" {
  for_each = { first_minute = "2020-02-07T00:00:00Z", noon = "2020-02-07T03:00:00Z", last_minute = "2020-02-07T08:59:00Z" }
  monitor  = monitor.console_login
  events   = [merge(local.login, { "@timestamp" = timeadd(each.value, "-1m") })]
  now      = each.value

  expect "any_login" {
    fires = false
    hits  = 1
  }
}

test "a login at noon on a Saturday pages" {
  monitor = monitor.console_login
  events  = [merge(local.login, { "@timestamp" = "2020-02-08T02:59:00Z" })]
  now     = "2020-02-08T03:00:00Z"

  expect "any_login" {
    fires = true
  }
}

test "an open alert completes at nine, and a new one pages at six" {
  monitor = monitor.console_login
  now     = "2020-02-06T23:30:00Z" # Friday, 08:30 in Tokyo
  every   = "30m"
  for     = "10h"

  events = [for n in range(21) : merge(local.login, { # one before each run
    "@id"        = "login ${n}"
    "@timestamp" = timeadd("2020-02-06T23:29:00Z", "${30 * n}m")
  })]

  expect "any_login" {
    times = 3 # 08:30, 18:00, 18:30
  }

  expect "any_login" {
    after  = "0m"
    alerts = 1
    state  = "ACTIVE"
  }

  expect "any_login" {
    after  = "30m" # 09:00
    fires  = false
    hits   = 1
    alerts = 0
    state  = "COMPLETED"
  }

  expect "any_login" {
    after  = "570m" # 18:00
    alerts = 1
    state  = "ACTIVE"

    action "page" {
      sends = true
    }
  }
}

test "logins every five minutes page once in ten" {
  monitor = monitor.console_login
  now     = "2024-08-02T09:05:00Z"
  for     = "15m"

  events = [for minute in ["03", "08", "13", "18"] : merge(local.login, {
    "@id"        = minute
    "@timestamp" = "2024-08-02T09:${minute}:00Z"
  })]

  expect "any_login" {
    times = 4
  }

  expect "any_login" {
    after  = "5m"
    alerts = 1

    action "page" {
      throttled = true
    }
  }

  expect "any_login" {
    after = "15m"

    action "page" {
      sends = true
    }
  }
}

test "two failures are told" {
  monitor = monitor.failed_logins
  events  = "testdata/failed_logins.ndjson" # until the last of them, at 00:12:45

  expect "some" {
    fires   = true
    message = <<-EOT
      2 failed console logins:
      - arn:aws:iam::123456789012:root from 111.111.111.111
      - arn:aws:iam::123456789012:user/tester from 111.111.111.111
    EOT
  }
}

test "one failure is not" {
  monitor = monitor.failed_logins
  events  = "testdata/failed_logins.ndjson"
  now     = "2019-01-01T00:10:00Z"

  expect "some" {
    fires = false
    hits  = 1
  }
}

test "only console logins are told" {
  monitor = monitor.failed_logins
  events  = ["testdata/failed_logins.ndjson", merge(local.failure, { "@id" = "other", eventName = "CheckMfa" })]

  expect "some" {
    hits = 2
  }
}
