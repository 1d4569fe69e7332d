# Written for these tests, in the form that the loader gives to server access logs.

locals {
  s3_anonymous = {
    "@timestamp" = "2025-12-31T22:01:57+00:00" # two hours before it is ingested
    "@log_type"  = "s3accesslog"
    Bucket       = "reports"
    Key          = "2025/q4.pdf"
    Operation    = "REST.GET.OBJECT"
    HTTPstatus   = "200"
    event        = { module = "s3accesslog", ingested = "2026-01-01T00:00:00.000000+00:00", kind = "event", category = ["web"] }
    cloud        = { provider = "aws", account = { id = "unknown" }, region = "us-west-1" }
    source       = { address = "198.51.100.3", ip = "198.51.100.3" }
    http         = { request = { method = "GET" }, response = { bytes = "243", status_code = "200" } }
    user_agent   = { original = "curl/7.64" }
  }

  s3_denied = merge(local.s3_anonymous, {
    HTTPstatus = "403"
    ErrorCode  = "AccessDenied"
    http       = { request = { method = "GET" }, response = { status_code = "403" } }
  })

  s3_throttled = merge(local.s3_anonymous, {
    HTTPstatus = "503"
    ErrorCode  = "SlowDown"
    user       = { name = "importer" }
    http       = { request = { method = "GET" }, response = { status_code = "503" } }
  })
}

test "more than twenty denied requests of one client to one bucket are told" {
  monitor = monitor.s3_access_denied_per_client
  mapping = local.mapping
  now     = local.now
  events = flatten([
    for bucket, times in { reports = 21, invoices = 20 } : [
      for n in range(times) : merge(local.s3_denied, { "@id" = "${bucket} ${n}", Bucket = bucket })
    ]
  ])

  expect "many" {
    buckets = ["reports,198.51.100.3"]
    message = <<-EOT
      Client and bucket reports,198.51.100.3: more than 20 requests denied within 10m, until 2026-01-01T00:01:00Z.
      Clients with more now, to all buckets:
      - 198.51.100.3: 41, 21 to reports 20 to invoices, as nobody
    EOT
  }
}

test "other refusals, and successes, are not counted as denied" {
  for_each = {
    success = jsonencode({ http = { response = { status_code = "200" } } })
    expired = jsonencode({ ErrorCode = "ExpiredToken" })
    no_key  = jsonencode({ ErrorCode = "NoSuchKey", http = { response = { status_code = "404" } } })
  }
  monitor = monitor.s3_access_denied_per_client
  mapping = local.mapping
  now     = local.now
  events  = [for n in range(21) : merge(local.s3_denied, { "@id" = "${n}" }, jsondecode(each.value))]

  expect "many" {
    fires = false
  }
}

test "an anonymous read is told, with bucket, key and client" {
  monitor = monitor.s3_anonymous_success
  mapping = local.mapping
  now     = local.now
  events  = [local.s3_anonymous]

  expect "any" {
    hits    = 1
    message = <<-EOT
      1 anonymous request(s) that succeeded, ingested within 20m until 2026-01-01T00:01:00Z.
      By bucket, and the clients:
      - reports: 1, from 198.51.100.3
      The first ten:
      - 2025-12-31T22:01:57+00:00 198.51.100.3 REST.GET.OBJECT reports 2025/q4.pdf, 200, curl/7.64
        https://us-west-1.console.aws.amazon.com/s3/buckets/reports?tab=permissions
    EOT
  }
}

test "a read with a login, one that was denied, and another operation are not" {
  monitor = monitor.s3_anonymous_success
  mapping = local.mapping
  now     = local.now
  events = [
    merge(local.s3_anonymous, { "@id" = "known", user = { name = "alice" } }),
    merge(local.s3_denied, { "@id" = "denied" }),
    merge(local.s3_anonymous, { "@id" = "unchanged", http = { response = { status_code = "304" } } }),
    merge(local.s3_anonymous, { "@id" = "head", Operation = "REST.HEAD.OBJECT" }),
  ]

  expect "any" {
    fires = false
  }
}

test "more than a hundred requests that S3 turned away are told" {
  monitor = monitor.s3_throttling
  mapping = local.mapping
  now     = local.now
  events  = [for n in range(101) : merge(local.s3_throttled, { "@id" = "${n}" })]

  expect "many" {
    hits = 101
    message_contains = [
      "101 requests turned away by S3 (503), ingested within 10m until 2026-01-01T00:01:00Z.",
      "- reports: 101, by importer",
      "- 2025-12-31T22:01:57+00:00 198.51.100.3 REST.GET.OBJECT reports 2025/q4.pdf, SlowDown",
    ]
  }
}

test "a hundred of them, and other answers, are not" {
  monitor = monitor.s3_throttling
  mapping = local.mapping
  now     = local.now
  events = concat(
    [for n in range(100) : merge(local.s3_throttled, { "@id" = "${n}" })],
    [for n in range(10) : merge(local.s3_throttled, { "@id" = "broken ${n}", HTTPstatus = "500" })],
  )

  expect "many" {
    fires = false
    hits  = 100
  }
}
