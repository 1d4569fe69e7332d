test "times" {
  monitor = monitor.login
  now     = "2020-02-07T12:00:00"
  every   = "5"
  for     = "1 hour"
  expect "any" {
    after = "5m"
    fires = true
  }
}
test "no series" {
  monitor = monitor.login
  every   = "5m"
  acknowledge "any" { after = "5m" }
  expect "any" { fires = true }
}
test "one run" {
  monitor = monitor.login
  acknowledge "any" { after = "5m" }
  acknowledge "anny" {}
  expect "any" {
    after = "5m"
    fires = true
  }
}
test "short" {
  monitor = monitor.login
  for     = "4m"
  expect "any" { fires = true }
}
test "long" {
  monitor = monitor.login
  every   = "1s"
  for     = "7d"
  expect "any" { fires = true }
}
test "between" {
  monitor = monitor.login
  for     = "1h"
  acknowledge "any" { after = "2h" }
  expect "any" {
    after = "7m"
    fires = true
  }
  expect "any" {
    after = "3m"
    fires = true
  }
  expect "any" {
    after = "2h"
    fires = true
  }
  expect "any" {
    after = "1x"
    fires = true
  }
}
