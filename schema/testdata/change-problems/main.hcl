workspace = "soc"
destination "slack" "mine" { url = "https://hooks.slack.com/services/T/B/x" }
monitor "here" {
  name = "here"
  schedule { interval = "1m" }
  extraction_query { indices = ["a"] }
}
monitor "each" {
  for_each = toset(["a"])
  name     = "each"
  schedule { interval = "1m" }
  extraction_query { indices = ["a"] }
}
import {
  to = monitor.hree
  id = "x"
}
import {
  to = "monitor.here"
  id = "x"
}
import {
  to = existing.slack.x
  id = "x"
}
import {
  to = monitor.each
  id = "x"
}
import {
  to = monitor.each["b"]
  id = "x"
}
import {
  to = monitor.here
  id = ""
}
import {
  to = monitor.here
  id = "one"
}
import {
  to = monitor.here
  id = "two"
}
import {
  to = monitor.each["a"]
  id = "one"
}
import {
  to = destination.slack.mine
  id = "ops-slack"
}
moved {
  from = monitor.here
  to   = monitor.there
}
moved {
  from = monitor.a
  to   = monitor.a
}
moved {
  from = monitor.a
  to   = destination.slack.mine
}
moved {
  from = monitor.b
  to   = monitor.c
}
moved {
  from = monitor.c
  to   = monitor.b
}
moved {
  from = monitor.d
  to   = monitor.here
}
moved {
  from = monitor.e
  to   = monitor.here
}
moved {
  from = monitor.d
  to   = monitor.each["a"]
}
moved {
  from = monitor.f
  to   = monitor.nowhere
}
moved {
  from = monitor.x[0].y
  to   = monitor.here
}
removed {
  from = monitor.here
}
removed {
  from = monitor.each
}
removed {
  from = monitor.gone
  lifecycle { destroy = "perhaps" }
}
removed {
  from = monitor.gone
}
removed {
  from = monitor.d
}
