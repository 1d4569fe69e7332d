test "files" {
  monitor = monitor.login
  events = [
    "testdata/none.ndjson", "/etc/passwd", "../example/main.hcl", "testdata/link.ndjson", "testdata/folder", " ",
    "testdata/a.ndjson", file("testdata/a.ndjson"), "testdata/aa.ndjsn", "testdata/*.ndjson", 5, null, [], destination.webhook.pager, { d = destination.webhook.pager },
  ]
  index = "CWL-*"
  expect "any" { fires = true }
}
test "one file" {
  monitor = monitor.login
  events  = "testdata/none.ndjson"
  index   = "a-*-*"
  index "remote:x" {}
  index "a" {
    events  = true
    mapping = "testdata/template.json"
    more    = 1
  }
  index "a" {}
  expect "any" { fires = true }
}
test "unknown" {
  monitor = monitor.login
  events  = [{ user = var.unset }, "${var.unset}.json"]
  now     = var.unset
  index   = var.secret
  mapping = { properties = var.unset }
  expect "any" {
    fires        = var.unset
    hits         = var.unset
    message      = "${var.unset}x"
    aggregations = { (var.unset) = 1 }
  }
}
test "secrets" {
  monitor = monitor.login
  events  = [{ user = var.secret }]
  expect "any" {
    message          = var.secret
    message_contains = [var.secret]
  }
}
test "mappings" {
  for_each = { twice = "{\"mappings\": {\"a\": 1, \"a\": 2}}", list = "[]", other = "{\"cwl-2020\": {}}", text = "x" }
  monitor  = monitor.login
  mapping  = each.value
  expect "any" { fires = true }
}
test "an object" {
  monitor = monitor.login
  mapping = { propertis = {} }
  expect "any" { fires = true }
}
