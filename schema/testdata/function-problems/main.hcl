workspace = "soc"
variable "secret" {
  sensitive = true
  default   = "not-a-number"
}
locals {
  a = tonumber(var.secret)
  b = timestamp()
  c = jsondecode("{")
  d = file("/etc/passwd")
  e = templatefile("broken.tftpl", {})
  f = templatefile("needs.tftpl", {})
  g = base64decode("!")
  h = regex("(", "a")
  i = upper(1, 2)
  j = file("..")
  k = { a = 1 }.b
  l = local.k
  m = [1, 2][5]
  n = { (var.secret) = 1 }[5]
  o = yamldecode("a: [")
  p = formatdate("YYYY", "yesterday")
  t = stagger("7m", "x")
  q = cidrhost("10.0.0.0/99", 1)
  r = local.objekt.eu
  objekt = { us = 1, uk = 2 }
  s = local.objekt.ku
}
