workspace = "soc"

variable "unset" {}

monitor "many" {
  for_each = var.unset
}

monitor "none" {
  for_each = {}
}

test "of broken instances" {
  monitor = monitor.many["x"]
  expect "whatever" { fires = true }
}

test "of all broken instances" {
  monitor = monitor.many
  expect "whatever" { fires = true }
}

test "of no instance" {
  monitor = monitor.none["x"]
  expect "whatever" { fires = true }
}

test "of none at all" {
  monitor = monitor.none
  expect "whatever" { fires = true }
}
