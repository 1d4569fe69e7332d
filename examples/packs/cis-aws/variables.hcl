# What a configuration must say, where the events are, and how often they are looked at.
# Which controls, how severe and what they leave out: choice.hcl.

variable "destination" {
  type        = destination
  description = "Who hears of it: destination.KIND.LABEL of the configuration that uses the pack."
}

variable "family" {
  type        = string
  default     = "cwl"
  nullable    = false
  description = "How CloudTrail comes to the cluster: cwl (a CloudWatch Logs subscription) or log-aws-cloudtrail (SIEM on Amazon OpenSearch Service)."

  validation {
    condition     = contains(["cwl", "log-aws-cloudtrail"], var.family)
    error_message = "The family is \"cwl\" or \"log-aws-cloudtrail\"."
  }
}

variable "indices" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Where the events are, if not in the family's own indices, cwl-* or log-aws-cloudtrail-*."
}

variable "name_prefix" {
  type        = string
  default     = ""
  nullable    = false
  description = "Stands before the name of each monitor, so that the pack can be used twice on one cluster."
}

variable "interval" {
  type        = number
  default     = 5
  nullable    = false
  description = "Minutes between two runs."

  validation {
    condition     = var.interval >= 1 && floor(var.interval) == var.interval
    error_message = "The interval is a whole number of minutes, 1 or more."
  }
}

variable "throttle" {
  type        = number
  default     = 10
  nullable    = false
  description = "Minutes after a message in which the monitor sends no other."

  validation {
    condition     = var.throttle >= 1 && var.throttle <= 1440 && floor(var.throttle) == var.throttle
    error_message = "The throttle is a whole number of minutes, from 1 to 1440: the server takes no other."
  }
}

variable "late" {
  type        = number
  default     = 5
  nullable    = false
  description = "Minutes by which an event may be searchable later than its arrival is stamped."

  validation {
    condition     = var.late >= 1 && floor(var.late) == var.late
    error_message = "The time for what is late is a whole number of minutes, 1 or more."
  }
}

variable "size" {
  type        = number
  default     = 10
  nullable    = false
  description = "How many events a message tells of, one by one."

  validation {
    condition     = var.size >= 1 && var.size <= 100 && floor(var.size) == var.size
    error_message = "A message tells of 1 to 100 events: beyond that no channel takes it."
  }
}

variable "console" {
  type        = string
  default     = "console.aws.amazon.com"
  nullable    = false
  description = "The host of the AWS console, for links: console.amazonaws-us-gov.com and console.amazonaws.cn are the others."
}
