# Nothing comes: a trail that was stopped, a bucket without its notification, a loader
# that fails. All rules of this pack would be silent, so a monitor for each type of log
# tells of that. Pattern and index need not exist: where there is nothing, it fires.

variable "silent_after" {
  type        = map(number)
  default     = { cloudtrail = 30 }
  nullable    = false
  description = "Minutes of silence after which a type of log (@log_type) is missed, by type: cloudtrail, vpcflowlogs, guardduty, waf, alb, clb, nlb, cloudfront-standard, cloudfront-realtime, s3accesslog, route53resolver, and any other that the loader has. Give rare ones, such as guardduty, a day."

  validation {
    condition     = alltrue([for m in values(var.silent_after) : m >= 1 && m <= 10080 && floor(m) == m])
    error_message = "silent_after holds whole numbers of minutes, from 1 to 10080 (a week)."
  }

  validation {
    condition     = alltrue([for type in keys(var.silent_after) : can(regex("^[a-z0-9_-]+$", type))])
    error_message = "The keys of silent_after are types of logs as @log_type has them, such as vpcflowlogs, alb or cloudfront-standard."
  }
}

variable "silent_again" {
  type        = number
  default     = 60
  nullable    = false
  description = "Minutes after which a silence that goes on is told again."

  validation {
    condition     = var.silent_again >= 1 && var.silent_again <= 1440 && floor(var.silent_again) == var.silent_again
    error_message = "silent_again is a whole number of minutes, from 1 to 1440 (a day)."
  }
}

locals {
  # Where a type of log is looked for; others in all of log-aws-*.
  indices_of_type = {
    alb                 = local.indices.elb
    clb                 = local.indices.elb
    cloudfront-realtime = local.indices.cloudfront
    cloudfront-standard = local.indices.cloudfront
    cloudtrail          = local.indices.cloudtrail
    guardduty           = local.indices.guardduty
    nlb                 = local.indices.elb
    route53resolver     = local.indices.r53resolver
    s3accesslog         = local.indices.s3accesslog
    vpcflowlogs         = local.indices.vpcflowlogs
    waf                 = local.indices.waf
  }
}

monitor "ingest_silent" {
  for_each    = var.silent_after
  name        = "${var.name_prefix}Nothing comes: ${each.key}"
  description = "No ${each.key} was ingested for ${each.value} minutes. Look at the loader's errors and its dead-letter queue, and whether files still arrive in the bucket."

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = lookup(local.indices_of_type, each.key, ["log-aws-*"])
    time_field = local.arrived
    last       = "${each.value}m"
    filter     = [{ term = { "@log_type" = each.key } }]
    size       = 0
  }

  trigger "silent" {
    severity = local.severity.ingest_silent
    hits     = "== 0"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        Nothing of the type ${each.key} was ingested within ${each.value} minutes, until {{ctx.periodEnd}}.
        Until it comes again, rules that look for it in ${join(", ", lookup(local.indices_of_type, each.key, ["log-aws-*"]))} find nothing.{{#ctx.error}} Or else it is the search that fails: {{ctx.error}}{{/ctx.error}}
      EOT
      throttle    = "${var.silent_again}m"
    }
  }
}
