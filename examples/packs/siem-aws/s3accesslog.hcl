# S3 server access logs. "-" is left out by the loader: who has no user.name is
# anonymous, and requests of AWS itself may have no source.ip. Logs are delivered late,
# and on a best-effort basis: what is not in them may have happened.

variable "s3_denied" {
  type        = number
  default     = 20
  nullable    = false
  description = "More denied requests than this of one client to one bucket are told."

  validation {
    condition     = var.s3_denied >= 0 && floor(var.s3_denied) == var.s3_denied
    error_message = "s3_denied is a whole number, 0 or more."
  }
}

variable "s3_public_buckets" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Buckets that anybody may read: nobody is told of anonymous reads there."
}

variable "s3_anonymous_operations" {
  type        = list(string)
  default     = ["REST.GET.OBJECT"]
  nullable    = false
  description = "Beginnings of the operations that nobody should do anonymously. REST.GET.BUCKET lists a bucket, REST.PUT.OBJECT writes, WEBSITE.GET.OBJECT reads a bucket that is a web site."

  validation {
    condition     = length(var.s3_anonymous_operations) > 0
    error_message = "s3_anonymous_operations holds the beginning of one operation at least."
  }
}

variable "s3_throttled" {
  type        = number
  default     = 100
  nullable    = false
  description = "More requests than this that S3 turned away as too many (503) are told."

  validation {
    condition     = var.s3_throttled >= 0 && floor(var.s3_throttled) == var.s3_throttled
    error_message = "s3_throttled is a whole number, 0 or more."
  }
}

monitor "s3_access_denied_per_client" {
  name        = "${var.name_prefix}S3: a client is denied again and again"
  description = "One client was denied many requests to one bucket: a broken policy, or somebody who tries names."
  enabled     = contains(var.sources, "s3accesslog")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.s3accesslog
    time_field = local.arrived
    last       = local.counted
    filter = [
      { term = { "http.response.status_code" = 403 } },
      { term = { ErrorCode = "AccessDenied" } },
    ]
    aggregations = {
      by = {
        composite = {
          size = 1000
          sources = [
            { client = { terms = { field = "source.ip" } } },
            { bucket = { terms = { field = "Bucket" } } },
          ]
        }
      }
      most = {
        terms = { field = "source.ip", size = 10, min_doc_count = var.s3_denied + 1 }
        aggregations = {
          names = { terms = { field = "Bucket", size = 5 } }
          users = { terms = { field = "user.name", size = 3 } }
        }
      }
    }
    size = 0
  }

  trigger "many" {
    severity = local.severity.s3_access_denied_per_client
    count    = "> ${var.s3_denied}"

    buckets {
      parent_bucket_path = "by"
    }

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{#ctx.newAlerts}}
        Client and bucket {{bucket_keys}}: more than ${var.s3_denied} requests denied within ${local.counted}, until {{ctx.periodEnd}}.
        {{/ctx.newAlerts}}
        {{#ctx.completedAlerts}}
        Client and bucket {{bucket_keys}}: no longer more than ${var.s3_denied} denied requests, at {{ctx.periodEnd}}.
        {{/ctx.completedAlerts}}
        Clients with more now, to all buckets:
        {{#ctx.results.0.aggregations.most.buckets}}
        - {{key}}: {{doc_count}},{{#names.buckets}} {{doc_count}} to {{key}}{{/names.buckets}}, as{{#users.buckets}} {{key}}{{/users.buckets}}{{^users.buckets}} nobody{{/users.buckets}}
        {{/ctx.results.0.aggregations.most.buckets}}
      EOT

      action_execution_policy {
        actionable_alerts = ["NEW", "COMPLETED"]
      }
    }
  }
}

monitor "s3_anonymous_success" {
  name        = "${var.name_prefix}S3: read by nobody we know"
  description = "An object was read without a login. Make the bucket private, or add it to s3_public_buckets."
  enabled     = contains(var.sources, "s3accesslog")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.s3accesslog
    time_field = local.arrived
    last       = local.listed
    query = {
      bool = {
        filter = [
          { bool = { should = [for o in var.s3_anonymous_operations : { prefix = { Operation = o } }], minimum_should_match = 1 } },
          { range = { "http.response.status_code" = { gte = 200, lt = 300 } } },
        ]
        must_not = concat(
          [{ exists = { field = "user.name" } }],
          length(var.s3_public_buckets) == 0 ? [] : [{ terms = { Bucket = var.s3_public_buckets } }],
        )
      }
    }
    aggregations = {
      names = {
        terms        = { field = "Bucket", size = 10 }
        aggregations = { clients = { terms = { field = "source.ip", size = 5 } } }
      }
    }
    size = 10
  }

  trigger "any" {
    severity = local.severity.s3_anonymous_success
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} anonymous request(s) that succeeded, ingested within ${local.listed} until {{ctx.periodEnd}}.
        By bucket, and the clients:
        {{#ctx.results.0.aggregations.names.buckets}}
        - {{key}}: {{doc_count}}, from{{#clients.buckets}} {{key}}{{/clients.buckets}}
        {{/ctx.results.0.aggregations.names.buckets}}
        The first ten:
        {{#ctx.results.0.hits.hits}}
        - {{_source.@timestamp}} {{_source.source.ip}} {{_source.Operation}} {{_source.Bucket}} {{_source.Key}}, {{_source.HTTPstatus}}, {{_source.user_agent.original}}
          https://{{_source.cloud.region}}.console.aws.amazon.com/s3/buckets/{{_source.Bucket}}?tab=permissions
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = local.throttle
    }
  }
}

monitor "s3_throttling" {
  name        = "${var.name_prefix}S3: requests turned away"
  description = "S3 answers 503, slow down: too many requests for a prefix. Spread the keys, or wait longer between attempts."
  enabled     = contains(var.sources, "s3accesslog")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.s3accesslog
    time_field = local.arrived
    last       = local.counted
    filter     = [{ term = { HTTPstatus = 503 } }]
    aggregations = {
      names = {
        terms        = { field = "Bucket", size = 10 }
        aggregations = { users = { terms = { field = "user.name", size = 3 } } }
      }
    }
    size = 5
  }

  trigger "many" {
    severity = local.severity.s3_throttling
    hits     = "> ${var.s3_throttled}"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} requests turned away by S3 (503), ingested within ${local.counted} until {{ctx.periodEnd}}.
        By bucket, and who asked:
        {{#ctx.results.0.aggregations.names.buckets}}
        - {{key}}: {{doc_count}}, by{{#users.buckets}} {{key}}{{/users.buckets}}{{^users.buckets}} nobody{{/users.buckets}}
        {{/ctx.results.0.aggregations.names.buckets}}
        Some of them:
        {{#ctx.results.0.hits.hits}}
        - {{_source.@timestamp}} {{_source.source.ip}} {{_source.Operation}} {{_source.Bucket}} {{_source.Key}}, {{_source.ErrorCode}}
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = local.throttle
    }
  }
}
