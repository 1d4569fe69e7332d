# Written for these tests, in the form that the loader gives to access logs.

locals {
  alb_request = {
    "@timestamp"    = "2025-12-31T23:56:00.186641+00:00"
    "@log_type"     = "alb"
    request_type    = "https"
    elb             = "app/my-loadbalancer/50dc6c495c0c9188"
    elb_status_code = "502"
    ssl_protocol    = "TLSv1.2"
    event           = { module = "alb", ingested = "2026-01-01T00:00:00.000000+00:00", kind = "event", category = ["web"] }
    cloud           = { provider = "aws", account = { id = "123456789012" }, region = "us-east-2" }
    source          = { address = "198.51.100.39", ip = "198.51.100.39", port = "2817" }
    http            = { request = { bytes = "34", method = "GET" }, response = { bytes = "366", status_code = "502" }, version = "1.1" }
    url             = { domain = "www.example.com", path = "/", port = "443", scheme = "https", full = "https://www.example.com:443/" }
    user_agent      = { original = "curl/7.46.0", name = "curl", "os.name" = "Other" }
  }

  # No status, and names of its own for TLS.
  nlb_connection = {
    "@timestamp"         = "2025-12-31T23:56:00+00:00"
    "@log_type"          = "nlb"
    elb                  = "net/my-network-loadbalancer/c6e77e28c25b2234"
    tls_protocol_version = "tlsv11"
    event                = { module = "nlb", ingested = "2026-01-01T00:00:00.000000+00:00", kind = "event", category = ["network"] }
    cloud                = { provider = "aws", account = { id = "123456789012" }, region = "us-east-2" }
    source               = { address = "198.51.100.40", ip = "198.51.100.40", port = "2817" }
  }
}

test "more than fifty answers of 5xx are told, by load balancer" {
  monitor = monitor.elb_5xx
  mapping = local.mapping
  now     = local.now
  events = [
    for n in range(51) : merge(local.alb_request, {
      "@id"       = "${n}"
      "@log_type" = n % 2 == 0 ? "alb" : "clb"
      elb         = n % 2 == 0 ? local.alb_request.elb : "classic"
    })
  ]

  expect "many" {
    hits = 51
    message_contains = [
      "51 answers of 5xx, ingested within 10m until 2026-01-01T00:01:00Z.",
      "- app/my-loadbalancer/50dc6c495c0c9188: 26, 26 of 502",
      "- classic: 25, 25 of 502",
      "- 2025-12-31T23:56:00.186641+00:00 502 198.51.100.39 GET https://www.example.com:443/, in 123456789012 us-east-2",
    ]
  }
}

test "fifty of them, other answers, and connections are not" {
  monitor = monitor.elb_5xx
  mapping = local.mapping
  now     = local.now
  events = concat(
    [for n in range(50) : merge(local.alb_request, { "@id" = "${n}" })],
    [for n in range(10) : merge(local.alb_request, { "@id" = "good ${n}", http = { response = { status_code = "499" } } })],
    [for n in range(10) : merge(local.alb_request, { "@id" = "other ${n}", "@log_type" = "another" })],
    [local.nlb_connection],
  )

  expect "many" {
    fires = false
    hits  = 50
  }
}

test "an old TLS is told, with the client" {
  for_each = { SSLv3 = "alb", TLSv1 = "alb", "TLSv1.1" = "clb" }
  monitor  = monitor.elb_old_tls
  mapping  = local.mapping
  now      = local.now
  events   = [merge(local.alb_request, { "@log_type" = each.value, ssl_protocol = each.key })]

  expect "any" {
    hits    = 1
    message = <<-EOT
      1 request(s) over an old TLS, ingested within 20m until 2026-01-01T00:01:00Z.
      By load balancer, and the clients:
      - app/my-loadbalancer/50dc6c495c0c9188: 1, from 198.51.100.39
      The first ten:
      - 2025-12-31T23:56:00.186641+00:00 198.51.100.39 by ${each.key} to app/my-loadbalancer/50dc6c495c0c9188, curl/7.46.0, in 123456789012 us-east-2
    EOT
  }
}

test "an old TLS of a network load balancer is told" {
  for_each = toset(["tlsv10", "tlsv11"])
  monitor  = monitor.elb_old_tls
  mapping  = local.mapping
  now      = local.now
  events   = [merge(local.nlb_connection, { tls_protocol_version = each.value })]

  expect "any" {
    hits             = 1
    message_contains = "198.51.100.40 by ${each.value} to net/my-network-loadbalancer/c6e77e28c25b2234, in"
  }
}

test "newer ones, and no TLS at all, are not" {
  monitor = monitor.elb_old_tls
  mapping = local.mapping
  now     = local.now
  events = [
    local.alb_request,
    merge(local.alb_request, { "@id" = "1.3", ssl_protocol = "TLSv1.3" }),
    { for k, v in merge(local.alb_request, { "@id" = "plain" }) : k => v if k != "ssl_protocol" },
    merge(local.nlb_connection, { tls_protocol_version = "tlsv12" }),
    # Names of the other format.
    merge(local.nlb_connection, { "@id" = "a", tls_protocol_version = "tlsv12", ssl_protocol = "TLSv1" }),
    merge(local.alb_request, { "@id" = "b", tls_protocol_version = "tlsv10" }),
  ]

  expect "any" {
    fires = false
  }
}
