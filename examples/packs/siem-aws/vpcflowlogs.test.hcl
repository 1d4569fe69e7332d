# Written for these tests, in the form that the loader gives to records of flow logs.

locals {
  mapping = file("testdata/log-aws-template.json")
  now     = "2026-01-01T00:01:00Z"

  flow = {
    "@timestamp" = "2025-12-31T23:51:00+00:00"
    "@log_type"  = "vpcflowlogs"
    account_id   = "123456789012"
    interface_id = "eni-1235b8ca123456789"
    log_status   = "OK"
    event        = { module = "vpcflowlogs", ingested = "2026-01-01T00:00:00.000000+00:00", action = "ACCEPT", outcome = "success", kind = "event", category = ["network"] }
    cloud        = { provider = "aws", account = { id = "123456789012" }, region = "eu-west-1" }
    source       = { address = "198.51.100.7", ip = "198.51.100.7", port = "20641", packets = "20", bytes = "4249" }
    destination  = { address = "172.31.16.21", ip = "172.31.16.21", port = "22" }
    network      = { packets = "20", bytes = "4249", iana_number = "6", transport = "tcp" }
    related      = { ip = ["198.51.100.7", "172.31.16.21"] }
  }

  rejected = merge(local.flow, {
    event = merge(local.flow.event, { action = "REJECT", outcome = "failure" })
  })

  # What the loader adds where an address is in a threat list: names with a dot.
  listed_flow = merge(local.flow, {
    "threat.matched"     = { providers = ["AlienVault OTX"], types = ["ipv4-addr"], indicators = ["198.51.100.7"], names = ["scanner"] }
    "threat.enrichments" = [{ indicator = { provider = "AlienVault OTX", ip = "198.51.100.7", type = "ipv4-addr" }, matched = { field = ["source.ip", "related.ip"] } }]
  })

  # NODATA and SKIPDATA: neither addresses nor an action.
  no_traffic = {
    "@timestamp" = "2025-12-31T23:51:00+00:00"
    "@log_type"  = "vpcflowlogs"
    interface_id = "eni-1235b8ca123456789"
    log_status   = "NODATA"
    event        = { module = "vpcflowlogs", ingested = "2026-01-01T00:00:00.000000+00:00", outcome = "unknown", kind = "event", category = ["network"] }
  }
}

test "SSH from the internet is told, with who, where and when" {
  monitor = monitor.vpcflow_admin_port_from_internet
  mapping = local.mapping
  now     = local.now
  events  = [local.flow]

  expect "accepted" {
    fires   = true
    hits    = 1
    subject = "VPC: administration port reached from the internet"
    message = <<-EOT
      1 accepted flow(s) from outside to port 22 or 3389, ingested within 20m until 2026-01-01T00:01:00Z.
      By source:
      - 198.51.100.7: 1
      The first ten:
      - 2025-12-31T23:51:00+00:00 198.51.100.7 to 172.31.16.21:22, 20 packets, eni-1235b8ca123456789 in 123456789012 eu-west-1
    EOT
  }
}

test "what is no access from the internet to an administration port is not told" {
  for_each = {
    rejected        = jsonencode({ event = merge(local.flow.event, { action = "REJECT" }) })
    to_a_web_server = jsonencode({ destination = { ip = "172.31.16.21", port = "443" } })
    from_the_vpc    = jsonencode({ source = { ip = "172.31.16.139" } })
    from_a_gateway  = jsonencode({ source = { ip = "100.64.3.4" } })
    from_inside_v6  = jsonencode({ source = { ip = "fd12::1" } })
    without_source  = jsonencode({ source = { packets = "20" } })
  }
  monitor = monitor.vpcflow_admin_port_from_internet
  mapping = local.mapping
  now     = local.now
  events  = [merge(local.flow, jsondecode(each.value))]

  expect "accepted" {
    fires = false
  }
}

test "a record without traffic is nothing" {
  monitor = monitor.vpcflow_admin_port_from_internet
  mapping = local.mapping
  now     = local.now
  events  = [local.no_traffic, merge(local.no_traffic, { "@id" = "2", log_status = "SKIPDATA" })]

  expect "accepted" {
    fires = false
    hits  = 0
  }
}

test "a log that arrives nine hours late is told when it arrives" {
  monitor = monitor.vpcflow_admin_port_from_internet
  mapping = local.mapping
  now     = local.now
  events  = [merge(local.flow, { "@timestamp" = "2025-12-31T15:00:00+00:00" })]

  expect "accepted" {
    fires = true
  }
}

test "what comes while a message is held back is in the next one" {
  monitor = monitor.vpcflow_admin_port_from_internet
  mapping = local.mapping
  now     = local.now
  for     = "15m"
  events = [for n, minute in ["00", "02", "07", "12"] : merge(local.flow, {
    "@id"  = "flow ${n}"
    event  = merge(local.flow.event, { ingested = "2026-01-01T00:${minute}:00Z" })
    source = { ip = "198.51.100.${n}" }
  })]

  expect "accepted" {
    after = "5m"

    action "tell" {
      throttled = true
    }
  }

  expect "accepted" {
    after = "15m"
    hits  = 4

    action "tell" {
      sends            = true
      message_contains = ["198.51.100.1 to", "198.51.100.2 to", "198.51.100.3 to"]
    }
  }
}

test "a scan of more than fifty ports is told by its source" {
  monitor = monitor.vpcflow_reject_scan
  mapping = local.mapping
  now     = local.now
  events = flatten([
    for source, ports in { "198.51.100.7" = 51, "198.51.100.8" = 50 } : [
      for port in range(ports) : merge(local.rejected, {
        source      = { ip = source }
        destination = { ip = "172.31.16.21", port = tostring(1000 + port) }
      })
    ]
  ])

  expect "many_ports" {
    buckets = ["198.51.100.7"]
    message = <<-EOT
      198.51.100.7 was rejected at more than 50 ports within 10m, until 2026-01-01T00:01:00Z.
      Rejected at most ports now:
      - 198.51.100.7: 51 ports in 51 records
      - 198.51.100.8: 50 ports in 50 records
    EOT
  }
}

test "many packets to one port, and accepted ones, are no scan" {
  monitor = monitor.vpcflow_reject_scan
  mapping = local.mapping
  now     = local.now
  events = concat(
    [for n in range(60) : merge(local.rejected, { "@id" = "rejected ${n}" })],
    [for n in range(60) : merge(local.flow, { "@id" = "accepted ${n}", destination = { ip = "172.31.16.21", port = tostring(1000 + n) } })],
    [local.no_traffic],
  )

  expect "many_ports" {
    fires = false
  }
}

test "accepted traffic with a listed address is told" {
  monitor = monitor.vpcflow_ioc
  mapping = local.mapping
  now     = local.now
  events  = [local.listed_flow]

  expect "accepted" {
    fires   = true
    message = <<-EOT
      1 accepted flow(s) with addresses of threat lists, ingested within 20m until 2026-01-01T00:01:00Z.
      By indicator, and who lists it:
      - 198.51.100.7: 1, listed by AlienVault OTX
      The first ten:
      - 2025-12-31T23:51:00+00:00 198.51.100.7 to 172.31.16.21:22, 4249 bytes, eni-1235b8ca123456789 in 123456789012 eu-west-1
    EOT
  }
}

test "rejected traffic with a listed address, and any other traffic, is not" {
  monitor = monitor.vpcflow_ioc
  mapping = local.mapping
  now     = local.now
  events  = [local.flow, merge(local.listed_flow, { event = local.rejected.event })]

  expect "accepted" {
    fires = false
  }
}
