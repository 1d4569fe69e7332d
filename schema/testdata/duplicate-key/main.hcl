workspace = "soc"
locals {
  filter = [{ term = { a = 1 }, "term" = { b = 2 } }]
  fine   = { (local.k) = 1, k = 2 }
  k      = "k"
}
test "has events" {
  monitor = monitor.unknown
  events  = { b = 1, b = 2 }
  expect "any" { fires = true }
}
