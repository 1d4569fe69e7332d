# Alerts over the logs that SIEM on Amazon OpenSearch Service loads into log-aws-*.
# One file holds one source: its variables and its rules. Here is what all share.

variable "destination" {
  type        = destination
  description = "Where messages go."
}

variable "name_prefix" {
  type        = string
  default     = ""
  nullable    = false
  description = "Stands before the name of each monitor, so that the pack can be used twice."
}

variable "sources" {
  type        = set(string)
  default     = ["cloudfront", "cloudtrail", "elb", "guardduty", "r53resolver", "s3accesslog", "vpcflowlogs", "waf"]
  nullable    = false
  description = "The sources that you load. The rules of others are there, but disabled."

  validation {
    condition     = length(setsubtract(var.sources, ["cloudfront", "cloudtrail", "elb", "guardduty", "r53resolver", "s3accesslog", "vpcflowlogs", "waf"])) == 0
    error_message = "sources holds some of cloudfront, cloudtrail, elb, guardduty, r53resolver, s3accesslog, vpcflowlogs and waf."
  }
}

variable "indices" {
  type        = map(list(string))
  default     = {}
  nullable    = false
  description = "The indices of a source, where they are not log-aws-SOURCE-*."

  validation {
    condition     = length(setsubtract(keys(var.indices), ["cloudfront", "cloudtrail", "elb", "guardduty", "r53resolver", "s3accesslog", "vpcflowlogs", "waf"])) == 0
    error_message = "The keys of indices are sources: cloudfront, cloudtrail, elb, guardduty, r53resolver, s3accesslog, vpcflowlogs or waf."
  }

  validation {
    condition     = alltrue([for patterns in values(var.indices) : length(patterns) > 0])
    error_message = "Each source in indices needs an index name or a pattern."
  }
}

variable "interval" {
  type        = number
  default     = 5
  nullable    = false
  description = "Minutes between two runs of a rule."

  validation {
    condition     = var.interval >= 1 && floor(var.interval) == var.interval
    error_message = "interval is a whole number of minutes, 1 or more."
  }
}

variable "throttle" {
  type        = number
  default     = 10
  nullable    = false
  description = "A rule that goes on to find something tells so at most once in so many minutes. Nothing is left out: windows are longer by as much."

  validation {
    condition     = var.throttle >= 1 && var.throttle <= 1440 && floor(var.throttle) == var.throttle
    error_message = "throttle is a whole number of minutes, from 1 to 1440 (a day)."
  }
}

variable "late" {
  type        = number
  default     = 5
  nullable    = false
  description = "Minutes that a document may take from event.ingested, when the loader opens its file, until searches see it: the loading of a large file, and the refresh of the index (30 seconds)."

  validation {
    condition     = var.late >= 1 && floor(var.late) == var.late
    error_message = "late is a whole number of minutes, 1 or more."
  }
}

variable "severity" {
  type        = map(number)
  default     = {}
  nullable    = false
  description = "Severities of rules, 1 (the highest) to 5, where they are not those of the README."

  validation {
    condition     = alltrue([for s in values(var.severity) : contains([1, 2, 3, 4, 5], s)])
    error_message = "A severity is 1, 2, 3, 4 or 5."
  }

  validation {
    condition = length(setsubtract(keys(var.severity), [
      "cloudfront_4xx_per_client", "cloudfront_errors", "cloudtrail_ioc", "elb_5xx", "elb_old_tls",
      "guardduty_high_or_critical", "guardduty_malware", "guardduty_per_finding_type", "ingest_silent",
      "r53_ioc_domain", "r53_mining_domains", "r53_nxdomain_per_client",
      "s3_access_denied_per_client", "s3_anonymous_success", "s3_throttling",
      "vpcflow_admin_port_from_internet", "vpcflow_ioc", "vpcflow_reject_scan",
      "waf_blocks_per_client", "waf_known_bad_inputs",
    ])) == 0
    error_message = "The keys of severity are rules, such as waf_blocks_per_client. The README lists them."
  }
}

locals {
  severity = merge({
    cloudfront_4xx_per_client        = 4
    cloudfront_errors                = 3
    cloudtrail_ioc                   = 1
    elb_5xx                          = 3
    elb_old_tls                      = 4
    guardduty_high_or_critical       = 1
    guardduty_malware                = 1
    guardduty_per_finding_type       = 2
    ingest_silent                    = 2
    r53_ioc_domain                   = 1
    r53_mining_domains               = 2
    r53_nxdomain_per_client          = 4
    s3_access_denied_per_client      = 3
    s3_anonymous_success             = 2
    s3_throttling                    = 4
    vpcflow_admin_port_from_internet = 3
    vpcflow_ioc                      = 2
    vpcflow_reject_scan              = 4
    waf_blocks_per_client            = 3
    waf_known_bad_inputs             = 2
  }, var.severity)

  indices = merge({
    for source in ["cloudfront", "cloudtrail", "elb", "guardduty", "r53resolver", "s3accesslog", "vpcflowlogs", "waf"] :
    source => ["log-aws-${source}-*"]
  }, var.indices)

  # @timestamp is when it happened, and logs arrive minutes to hours later. Windows
  # are on event.ingested, when the loader read them.
  arrived = "event.ingested"

  interval = "${var.interval}m"
  throttle = "${var.throttle}m"

  # What is counted: the last run's documents, and those that were not seen then.
  counted = "${var.interval + var.late}m"

  # What is listed: these, and what came while a message was held back.
  listed = "${var.interval + var.throttle + var.late}m"
}
