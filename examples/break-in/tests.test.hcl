locals {
  # login is a console login as CloudTrail writes one, without what nobody asks for.
  login = { for result in ["Failure", "Success"] : result => {
    eventName        = "ConsoleLogin"
    responseElements = { ConsoleLogin = result }
    userIdentity     = { userName = "alice" }
  } }
}

test "three failed logins in ten minutes are many" {
  monitor = monitor.guesses
  events = [
    for i in range(3) : merge(local.login["Failure"], { "@timestamp" = "2024-08-02T09:0${i}:00Z" })
  ]
  now = "2024-08-02T09:05:00Z"

  expect "many" {
    fires = true
  }
}

test "two are not, nor are those of an hour ago, or that succeed" {
  monitor = monitor.guesses
  events = concat(
    [for at in ["08:00", "09:01", "09:02"] : merge(local.login["Failure"], { "@timestamp" = "2024-08-02T${at}:00Z" })],
    [merge(local.login["Success"], { "@timestamp" = "2024-08-02T09:03:00Z" })],
  )
  now = "2024-08-02T09:05:00Z"

  expect "many" {
    fires = false
  }
}

test "one that succeeds is enough" {
  monitor = monitor.logins
  events  = [merge(local.login["Success"], { "@timestamp" = "2024-08-02T09:03:00Z" })]
  now     = "2024-08-02T09:05:00Z"

  expect "any" {
    fires = true
  }
}

test "one that fails is none" {
  monitor = monitor.logins
  events  = [merge(local.login["Failure"], { "@timestamp" = "2024-08-02T09:03:00Z" })]
  now     = "2024-08-02T09:05:00Z"

  expect "any" {
    fires = false
  }
}
