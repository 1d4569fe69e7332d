workspace = "soc"
locals {
  a = local.b
  b = local.a
  c = destination.slack.d
}
destination "slack" "d" {
  for_each = { x = local.c }
  url      = "https://hooks.slack.com/services/T/B/x"
}
