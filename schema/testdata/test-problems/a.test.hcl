test "" {}
test "two\nlines" {}
test "nothing" {}
test "null" {
  monitor = null
}
test "text" {
  monitor = "monitor.login"
  expect "any" { fires = true }
}
test "no monitor" {
  monitor = monitor.logn
  expect "any" { fires = true }
}
test "all monitors" {
  monitor = monitor
  expect "any" { fires = true }
}
test "all instances" {
  monitor = monitor.team
  expect "any" { fires = true }
}
test "no instance" {
  monitor = monitor.team["ue"]
  expect "any" { fires = true }
}
test "no for_each" {
  monitor = monitor.login["eu"]
  expect "any" { fires = true }
}
test "no such key" {
  for_each = toset(["eu", "pa"])
  monitor  = monitor.team[each.key]
  expect "any" { fires = true }
}
test "by label" {
  for_each = toset(["login", "lgin"])
  monitor  = monitor[each.key]
  expect "any" { fires = true }
}
test "an attribute" {
  monitor = monitor.login.name
  expect "any" { fires = true }
}
test "of a broken monitor" {
  monitor = monitor.broken
  expect "whatever" { fires = true }
}
test "unknown for_each" {
  for_each = var.unset
  monitor  = monitor.login
  expect "any" { fires = true }
}
test "twice" {
  monitor = monitor.login
  expect "any" { fires = true }
}
test "twice" {
  monitor = monitor.login
  expect "any" { fires = true }
}
test "a text in a locals" {
  monitor = monitor.login
  events  = [{ m = "{{x}}", m = 1 }]
  expect "any" { fires = true }
}
locals {
  nowhere = monitor.login
}
test "misspelt" {
  monitr  = monitor.login
  event   = "x"
  expects "any" { fires = true }
}
