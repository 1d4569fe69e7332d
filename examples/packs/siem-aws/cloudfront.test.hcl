# Written for these tests, in the form that the loader gives to standard logs.

locals {
  cf_request = {
    "@timestamp"                = "2025-12-31T21:02:31+00:00" # three hours before it is ingested
    "@log_type"                 = "cloudfront-standard"
    sc_status                   = "200"
    x_edge_location             = "SEA19-C1"
    x_edge_result_type          = "Hit"
    x_edge_detailed_result_type = "Hit"
    distribution_id             = "EDFDVBD6EXAMPLE"
    event                       = { module = "cloudfront-standard", ingested = "2026-01-01T00:00:00.000000+00:00", kind = "event", category = ["web"] }
    cloud                       = { provider = "aws", account = { id = "unknown" }, region = "global" }
    source                      = { address = "198.51.100.100", ip = "198.51.100.100", port = "11040" }
    http                        = { request = { bytes = "23", method = "GET" }, response = { bytes = "392", status_code = "200" }, version = "2.0" }
    url                         = { domain = "www.example.com", path = "/index.html", scheme = "https", full = "https://www.example.com/index.html" }
  }

  cf_error = merge(local.cf_request, {
    sc_status                   = "502"
    x_edge_result_type          = "Error"
    x_edge_detailed_result_type = "OriginDnsError"
    http                        = { request = { method = "GET" }, response = { status_code = "502" } }
  })

  cf_missing = merge(local.cf_request, {
    sc_status = "404"
    http      = { request = { method = "GET" }, response = { status_code = "404" } }
  })
}

test "more than a hundred errors are told, though they are late" {
  monitor = monitor.cloudfront_errors
  mapping = local.mapping
  now     = local.now
  events  = [for n in range(101) : merge(local.cf_error, { "@id" = "${n}" })]

  expect "many" {
    hits = 101
    message_contains = [
      "101 errors, ingested within 10m until 2026-01-01T00:01:00Z.",
      "- www.example.com: 101, 101 of OriginDnsError",
      "- 2025-12-31T21:02:31+00:00 502 OriginDnsError: 198.51.100.100 GET https://www.example.com/index.html, distribution EDFDVBD6EXAMPLE at SEA19-C1",
    ]
  }
}

test "an answer of 5xx is an error, whatever CloudFront calls it" {
  monitor = monitor.cloudfront_errors
  mapping = local.mapping
  now     = local.now
  events = concat(
    [for n in range(60) : merge(local.cf_error, { "@id" = "500 ${n}", x_edge_result_type = "Miss" })],
    [for n in range(60) : merge(local.cf_request, { "@id" = "error ${n}", x_edge_result_type = "Error" })],
  )

  expect "many" {
    hits = 120
  }
}

test "good answers, and clients that go away, are no errors" {
  monitor = monitor.cloudfront_errors
  mapping = local.mapping
  now     = local.now
  events = concat(
    [for n in range(100) : merge(local.cf_error, { "@id" = "error ${n}" })],
    [for n in range(60) : merge(local.cf_request, { "@id" = "good ${n}" })],
    [for n in range(60) : merge(local.cf_request, { "@id" = "gone ${n}", sc_status = "000", http = { response = { status_code = "000" } } })],
  )

  expect "many" {
    fires = false
    hits  = 100
  }
}

test "more than two hundred 4xx of one client are told" {
  monitor = monitor.cloudfront_4xx_per_client
  mapping = local.mapping
  now     = local.now
  events = flatten([
    for client, times in { "198.51.100.100" = 201, "2001:db8::7" = 200 } : [
      for n in range(times) : merge(local.cf_missing, { "@id" = "${client} ${n}", source = { ip = client } })
    ]
  ])

  expect "many" {
    buckets = ["198.51.100.100"]
    message = <<-EOT
      198.51.100.100: more than 200 answers of 4xx within 10m, until 2026-01-01T00:01:00Z.
      Clients with more now:
      - 198.51.100.100: 201, 201 of 404, at www.example.com
    EOT
  }
}

test "5xx, 3xx and clients that went away are no 4xx" {
  for_each = toset(["500", "399", "000"])
  monitor  = monitor.cloudfront_4xx_per_client
  mapping  = local.mapping
  now      = local.now
  events   = [for n in range(201) : merge(local.cf_missing, { "@id" = "${n}", sc_status = each.value, http = { response = { status_code = each.value } } })]

  expect "many" {
    fires = false
  }
}
