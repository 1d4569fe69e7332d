workspace = "soc"
existing "email" "x" { id = "x" }
locals {
  values = {
    texts       = [upper("a"), trimspace(" a "), replace("a.b", "/[.]/", "-"), format("%03d", 7), join(",", ["a", "b"]), startswith("ab", "a"), strlen("äb"), substr("hello", 1, 3), indent(2, "a\nb")]
    collections = [length([1, 2]), merge({ a = 1 }, { b = 2 }), contains(["a"], "a"), flatten([[1], [2]]), one([5]), sum([1, 2.5]), index(["a", "b"], "b"), alltrue([true, false]), transpose({ a = ["x"] }), lookup({ a = 1 }, "b", 2), distinct(["a", "a"]), keys({ a = 1 })]
    encodings   = [sha256("a"), base64encode("a"), base64decode("YQ=="), urlencode("a b&"), jsondecode("{\"a\": [1.50, \"1\"]}"), yamldecode("a: [1, b]"), yamlencode({ a = [1] }), jsonencode({ a = 1 }), md5("a")]
    times       = [formatdate("YYYY-MM-DD", "2020-02-07T12:00:00Z"), timeadd("2020-02-07T12:00:00Z", "1h"), stagger("15m", "root")]
    networks    = [cidrhost("10.0.0.0/8", 5), cidrcontains("10.0.0.0/8", "10.1.2.3"), cidrcontains("10.0.0.0/8", "192.168.0.0/16")]
    files       = [file("text.txt"), templatefile("greeting.tftpl", { name = "soc", list = [1, 2] }), fileexists("text.txt"), fileexists("missing"), basename("a/b"), filebase64("text.txt")]
    types       = [tostring(5), tonumber("5"), tobool("true"), try(local.nothing.x, "fallback"), can(tonumber("x")), tolist(["a"])]
    secrets     = [env("UNSET", "standard"), nonsensitive(env("SET")), issensitive(env("SET"))]
    numbers     = [0.1, 1e300, 123456789012345678901234567890, 1.0, -0.5, max(1, 2), pow(2, 10), parseint("ff", 16)]
  }
  nothing = null
}
monitor "m" {
  name = "m"
  schedule { interval = "1m" }
  extraction_query {
    indices = ["a"]
    filter  = [for name, v in local.values : { match = { (name) = jsonencode(v) } }]
  }
  trigger "t" {
    severity = 1
    hits     = "> 0"
    action "a" {
      destination = existing.email.x
      message     = "x"
    }
  }
}
