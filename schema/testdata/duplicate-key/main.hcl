workspace = "soc"
locals {
  filter = [{ term = { a = 1 }, "term" = { b = 2 } }]
  fine   = { (local.k) = 1, k = 2 }
  k      = "k"
}
test "is not read" {
  a = { b = 1, b = 2 }
}
