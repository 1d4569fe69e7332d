locals {
  # login is a console login as CloudTrail writes one, without what nobody asks for.
  logins = {
    for name, result in { failed = "Failure", done = "Success" } : name => {
      eventName                  = "ConsoleLogin"
      responseElements           = { ConsoleLogin = result }
      sourceIPAddress            = "198.51.100.7"
    }
  }
}

test "six failures in ten minutes are told of, five are not" {
  monitor = monitor.failed_logins
  events = flatten([
    for user, times in { alice = 6, bob = 5 } : [
      for i in range(times) : merge(local.logins.failed, {
        "@timestamp" = "2024-08-02T09:0${i}:00Z"
        userIdentity = { userName = user }
      })
    ]
  ])
  now = "2024-08-02T09:08:00Z"

  expect "many" {
    buckets = ["alice"]
    alerts  = 1
    message = "alice: more than 5 failed logins in 10 minutes, until 2024-08-02T09:08:00Z.\n"
  }
}

test "six failures in an hour are not many" {
  monitor = monitor.failed_logins
  events = [
    for i in range(6) : merge(local.logins.failed, {
      "@timestamp" = "2024-08-02T09:${i}0:00Z"
      userIdentity = { userName = "alice" }
    })
  ]
  for = "1h"
  now = "2024-08-02T09:05:00Z"

  expect "many" {
    fires = false
  }
}

test "who logs in is not told of" {
  monitor = monitor.failed_logins
  events = [
    for i in range(9) : merge(local.logins.done, {
      "@timestamp" = "2024-08-02T09:0${i}:00Z"
      userIdentity = { userName = "alice" }
    })
  ]

  expect "many" {
    fires = false
  }
}

test "it is told once, and when it is over" {
  monitor = monitor.failed_logins
  events = [
    for i in range(6) : merge(local.logins.failed, {
      "@timestamp" = "2024-08-02T09:00:0${i}Z"
      userIdentity = { userName = "mallory" }
    })
  ]
  now = "2024-08-02T09:01:00Z"
  for = "15m"

  expect "many" {
    after  = "1m"
    alerts = 1
    action "tell" {
      sends = false
    }
  }

  expect "many" {
    after            = "10m"
    alerts           = 0
    message_contains = "mallory: it is over."
  }
}

test "an address that tries four users pages, the office does not" {
  monitor = monitor.password_spraying
  events = flatten([
    for address in ["198.51.100.7", "203.0.113.10"] : [
      for i, user in ["alice", "bob", "carol", "dave"] : merge(local.logins.failed, {
        "@timestamp"    = "2024-08-02T09:1${i}:00Z"
        sourceIPAddress = address
        userIdentity    = { userName = user }
      })
    ]
  ])

  expect "many_users" {
    buckets          = ["198.51.100.7"]
    message_contains = "- 198.51.100.7 (new)"
  }
}

test "an address that tries one user does not page" {
  monitor = monitor.password_spraying
  events = [
    for i in range(9) : merge(local.logins.failed, {
      "@timestamp" = "2024-08-02T09:1${i}:00Z"
      userIdentity = { userName = "alice" }
    })
  ]

  expect "many_users" {
    fires = false
  }
}
