# Route 53 Resolver query logs; the index is log-aws-r53resolver-*. dns.question.name
# is without the trailing dot that query_name has, and keeps the letters of the question,
# large or small. Of several answers only the first is in dns.answers.

variable "r53_nxdomain" {
  type        = number
  default     = 100
  nullable    = false
  description = "More questions of one client for names that there are not (NXDOMAIN) than this are told."

  validation {
    condition     = var.r53_nxdomain >= 0 && floor(var.r53_nxdomain) == var.r53_nxdomain
    error_message = "r53_nxdomain is a whole number, 0 or more."
  }
}

variable "r53_ignored_domains" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Domains whose names are not counted as NXDOMAIN, with all below them, such as the search domains of your machines (eu-west-1.compute.internal)."

  validation {
    condition     = alltrue([for d in var.r53_ignored_domains : can(regex("^[^.*][^*]*[^.*]$", d))])
    error_message = "r53_ignored_domains holds names of domains without stars and without dots at the ends, such as example.com."
  }
}

variable "r53_mining_domains" {
  type = list(string)
  default = [
    "2miners.com", "c3pool.com", "dwarfpool.com", "ethermine.org", "ethpool.org", "f2pool.com", "flypool.org", "hashvault.pro",
    "herominers.com", "minergate.com", "minexmr.com", "moneroocean.stream", "moneropool.com", "moneropool.ru", "nanopool.org",
    "nicehash.com", "supportxmr.com", "unmineable.com", "xmrpool.eu",
  ]
  nullable    = false
  description = "Domains of mining pools; all names below them count, too."

  validation {
    condition     = length(var.r53_mining_domains) > 0 && alltrue([for d in var.r53_mining_domains : can(regex("^[^.*][^*]*[^.*]$", d))])
    error_message = "r53_mining_domains holds names of domains without stars and without dots at the ends, such as minexmr.com."
  }
}

monitor "r53_nxdomain_per_client" {
  name        = "${var.name_prefix}DNS: a client asks for many names that there are not"
  description = "Malware that makes up names, a tunnel, or a wrong search domain."
  enabled     = contains(var.sources, "r53resolver")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.r53resolver
    time_field = local.arrived
    last       = local.counted
    filter = concat(
      [{ term = { "dns.response_code" = "NXDOMAIN" } }],
      length(var.r53_ignored_domains) == 0 ? [] : [{
        bool = {
          must_not = flatten([for d in var.r53_ignored_domains : [
            { term = { "dns.question.name" = { value = d, case_insensitive = true } } },
            { wildcard = { "dns.question.name" = { value = "*.${d}", case_insensitive = true } } },
          ]])
        }
      }],
    )
    aggregations = {
      by = {
        composite = { size = 1000, sources = [{ client = { terms = { field = "source.ip" } } }] }
      }
      most = {
        terms = { field = "source.ip", size = 10, min_doc_count = var.r53_nxdomain + 1 }
        aggregations = {
          different = { cardinality = { field = "dns.question.name" } }
          names     = { terms = { field = "dns.question.name", size = 3 } }
          instances = { terms = { field = "srcids.instance", size = 3 } }
        }
      }
    }
    size = 0
  }

  trigger "many" {
    severity = local.severity.r53_nxdomain_per_client
    count    = "> ${var.r53_nxdomain}"

    buckets {
      parent_bucket_path = "by"
    }

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{#ctx.newAlerts}}
        {{bucket_keys}}: more than ${var.r53_nxdomain} questions for names that there are not, within ${local.counted}, until {{ctx.periodEnd}}.
        {{/ctx.newAlerts}}
        {{#ctx.completedAlerts}}
        {{bucket_keys}}: no longer more than ${var.r53_nxdomain} such questions, at {{ctx.periodEnd}}.
        {{/ctx.completedAlerts}}
        Clients with more now:
        {{#ctx.results.0.aggregations.most.buckets}}
        - {{key}}{{#instances.buckets}} {{key}}{{/instances.buckets}}: {{doc_count}} for {{different.value}} name(s), such as{{#names.buckets}} {{key}}{{/names.buckets}}
        {{/ctx.results.0.aggregations.most.buckets}}
      EOT

      action_execution_policy {
        actionable_alerts = ["NEW", "COMPLETED"]
      }
    }
  }
}

monitor "r53_ioc_domain" {
  name        = "${var.name_prefix}DNS: question for a name of a threat list"
  description = "A machine asked for a name, or was told an address, that the loader found in a threat list."
  enabled     = contains(var.sources, "r53resolver")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.r53resolver
    time_field = local.arrived
    last       = local.listed
    filter     = [{ exists = { field = "threat.matched.indicators" } }]
    aggregations = {
      # The loader writes one name with a dot in it, "threat.matched": _source.threat.matched is empty in messages.
      indicators = {
        terms        = { field = "threat.matched.indicators", size = 10 }
        aggregations = { providers = { terms = { field = "threat.matched.providers", size = 5 } } }
      }
    }
    size = 10
  }

  trigger "any" {
    severity = local.severity.r53_ioc_domain
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} question(s) for names of threat lists, ingested within ${local.listed} until {{ctx.periodEnd}}.
        By indicator, and who lists it:
        {{#ctx.results.0.aggregations.indicators.buckets}}
        - {{key}}: {{doc_count}}, listed by{{#providers.buckets}} {{key}}{{/providers.buckets}}
        {{/ctx.results.0.aggregations.indicators.buckets}}
        The first ten:
        {{#ctx.results.0.hits.hits}}
        - {{_source.@timestamp}} {{_source.source.ip}} {{_source.srcids.instance}} asked for {{_source.dns.question.name}}{{#_source.dns.answers.data}}, answer {{_source.dns.answers.data}}{{/_source.dns.answers.data}}, {{_source.vpc_id}} in {{_source.cloud.account.id}} {{_source.cloud.region}}
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = local.throttle
    }
  }
}

monitor "r53_mining_domains" {
  name        = "${var.name_prefix}DNS: question for a mining pool"
  description = "A machine looks for a mining pool. Somebody mines on your bill: isolate it, and look for whose keys started it."
  enabled     = contains(var.sources, "r53resolver")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.r53resolver
    time_field = local.arrived
    last       = local.listed
    filter = [{
      bool = {
        should = flatten([for d in var.r53_mining_domains : [
          { term = { "dns.question.name" = { value = d, case_insensitive = true } } },
          { wildcard = { "dns.question.name" = { value = "*.${d}", case_insensitive = true } } },
        ]])
        minimum_should_match = 1
      }
    }]
    aggregations = {
      clients = {
        terms = { field = "source.ip", size = 10 }
        aggregations = {
          names     = { terms = { field = "dns.question.name", size = 5 } }
          instances = { terms = { field = "srcids.instance", size = 3 } }
        }
      }
    }
    size = 10
  }

  trigger "any" {
    severity = local.severity.r53_mining_domains
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} question(s) for mining pools, ingested within ${local.listed} until {{ctx.periodEnd}}.
        By client:
        {{#ctx.results.0.aggregations.clients.buckets}}
        - {{key}}{{#instances.buckets}} {{key}}{{/instances.buckets}}: {{doc_count}} for{{#names.buckets}} {{key}}{{/names.buckets}}
        {{/ctx.results.0.aggregations.clients.buckets}}
        The first ten:
        {{#ctx.results.0.hits.hits}}
        - {{_source.@timestamp}} {{_source.source.ip}} {{_source.srcids.instance}} asked for {{_source.dns.question.name}}, {{_source.dns.response_code}}, {{_source.vpc_id}} in {{_source.cloud.account.id}} {{_source.cloud.region}}
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = local.throttle
    }
  }
}
