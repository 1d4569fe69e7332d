# VPC Flow Logs. Records without traffic (NODATA, SKIPDATA) have neither an address nor
# an event.action, and transit gateways have no event.action: no rule counts them.

variable "vpcflow_admin_ports" {
  type        = list(number)
  default     = [22, 3389]
  nullable    = false
  description = "Ports that nobody outside should reach."

  validation {
    condition     = length(var.vpcflow_admin_ports) > 0 && alltrue([for p in var.vpcflow_admin_ports : p >= 1 && p <= 65535 && floor(p) == p])
    error_message = "vpcflow_admin_ports holds port numbers, 1 to 65535, one at least."
  }
}

variable "vpcflow_inside" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Networks that are not the internet, beside private ones: the public addresses of your offices, VPNs and bastions."

  validation {
    condition     = alltrue([for n in var.vpcflow_inside : can(cidrhost(n, 0)) || can(cidrcontains("${n}/32", n)) || can(cidrcontains("${n}/128", n))])
    error_message = "vpcflow_inside holds addresses and networks, such as 203.0.113.0/24."
  }
}

variable "vpcflow_scan_ports" {
  type        = number
  default     = 50
  nullable    = false
  description = "More rejected destination ports than this of one source are a scan."

  validation {
    condition     = var.vpcflow_scan_ports >= 0 && floor(var.vpcflow_scan_ports) == var.vpcflow_scan_ports
    error_message = "vpcflow_scan_ports is a whole number, 0 or more."
  }
}

locals {
  # Private, of carriers, of the machine itself, and link-local.
  vpcflow_private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7", "fe80::/10", "::1"]
}

monitor "vpcflow_admin_port_from_internet" {
  name        = "${var.name_prefix}VPC: administration port reached from the internet"
  description = "A security group and a network ACL let somebody outside reach SSH or RDP. Close the port, or add the network to vpcflow_inside."
  enabled     = contains(var.sources, "vpcflowlogs")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.vpcflowlogs
    time_field = local.arrived
    last       = local.listed
    filter = [
      { term = { "event.action" = "ACCEPT" } },
      { terms = { "destination.port" = var.vpcflow_admin_ports } },
      { exists = { field = "source.ip" } },
      { bool = { must_not = [{ terms = { "source.ip" = concat(local.vpcflow_private, var.vpcflow_inside) } }] } },
    ]
    aggregations = {
      sources = { terms = { field = "source.ip", size = 10 } }
    }
    size = 10
  }

  trigger "accepted" {
    severity = local.severity.vpcflow_admin_port_from_internet
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} accepted flow(s) from outside to port ${join(" or ", var.vpcflow_admin_ports)}, ingested within ${local.listed} until {{ctx.periodEnd}}.
        By source:
        {{#ctx.results.0.aggregations.sources.buckets}}
        - {{key}}: {{doc_count}}
        {{/ctx.results.0.aggregations.sources.buckets}}
        The first ten:
        {{#ctx.results.0.hits.hits}}
        - {{_source.@timestamp}} {{_source.source.ip}} to {{_source.destination.ip}}:{{_source.destination.port}}, {{_source.network.packets}} packets, {{_source.interface_id}} in {{_source.cloud.account.id}} {{_source.cloud.region}}
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = local.throttle
    }
  }
}

monitor "vpcflow_reject_scan" {
  name        = "${var.name_prefix}VPC: port scan"
  description = "One source was rejected at many ports. From outside it is noise unless it gets through; from inside look at the machine."
  enabled     = contains(var.sources, "vpcflowlogs")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.vpcflowlogs
    time_field = local.arrived
    last       = local.counted
    filter     = [{ term = { "event.action" = "REJECT" } }]
    aggregations = {
      by = {
        composite = { size = 1000, sources = [{ source = { terms = { field = "source.ip" } } }] }
        aggregations = {
          ports   = { cardinality = { field = "destination.port" } }
          packets = { sum = { field = "network.packets" } }
        }
      }
      most = { # for messages: those of a bucket can't tell its figures
        terms        = { field = "source.ip", size = 10, order = { ports = "desc" } }
        aggregations = { ports = { cardinality = { field = "destination.port" } } }
      }
    }
    size = 0
  }

  trigger "many_ports" {
    severity  = local.severity.vpcflow_reject_scan
    condition = "params.ports > ${var.vpcflow_scan_ports}"

    buckets {
      parent_bucket_path = "by"
    }

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{#ctx.newAlerts}}
        {{bucket_keys}} was rejected at more than ${var.vpcflow_scan_ports} ports within ${local.counted}, until {{ctx.periodEnd}}.
        {{/ctx.newAlerts}}
        {{#ctx.completedAlerts}}
        {{bucket_keys}}: the scan is over at {{ctx.periodEnd}}.
        {{/ctx.completedAlerts}}
        Rejected at most ports now:
        {{#ctx.results.0.aggregations.most.buckets}}
        - {{key}}: {{ports.value}} ports in {{doc_count}} records
        {{/ctx.results.0.aggregations.most.buckets}}
      EOT

      action_execution_policy {
        actionable_alerts = ["NEW", "COMPLETED"]
      }
    }
  }
}

monitor "vpcflow_ioc" {
  name        = "${var.name_prefix}VPC: traffic with an address of a threat list"
  description = "Accepted traffic from or to an address that the loader found in a threat list. Look at what the machine sent, and isolate it if in doubt."
  enabled     = contains(var.sources, "vpcflowlogs")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.vpcflowlogs
    time_field = local.arrived
    last       = local.listed
    filter = [
      { exists = { field = "threat.matched.providers" } },
      { term = { "event.action" = "ACCEPT" } },
    ]
    aggregations = {
      # The loader writes one name with a dot in it, "threat.matched": _source.threat.matched is empty in messages.
      indicators = {
        terms        = { field = "threat.matched.indicators", size = 10 }
        aggregations = { providers = { terms = { field = "threat.matched.providers", size = 5 } } }
      }
    }
    size = 10
  }

  trigger "accepted" {
    severity = local.severity.vpcflow_ioc
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} accepted flow(s) with addresses of threat lists, ingested within ${local.listed} until {{ctx.periodEnd}}.
        By indicator, and who lists it:
        {{#ctx.results.0.aggregations.indicators.buckets}}
        - {{key}}: {{doc_count}}, listed by{{#providers.buckets}} {{key}}{{/providers.buckets}}
        {{/ctx.results.0.aggregations.indicators.buckets}}
        The first ten:
        {{#ctx.results.0.hits.hits}}
        - {{_source.@timestamp}} {{_source.source.ip}} to {{_source.destination.ip}}:{{_source.destination.port}}, {{_source.network.bytes}} bytes, {{_source.interface_id}} in {{_source.cloud.account.id}} {{_source.cloud.region}}
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = local.throttle
    }
  }
}
