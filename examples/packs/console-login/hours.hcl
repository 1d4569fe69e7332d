# Logins when nobody is at work, and those when everybody is. What counts is when a run
# is due, which is minutes after the login: CloudTrail delivers 5 to 15 minutes late.
# The windows are short, and there is no throttle, so that little of one side is told on
# the other; a login may be told of twice.

variable "office_hours" {
  type = object({
    days     = optional(list(string), ["mon", "tue", "wed", "thu", "fri"])
    from     = optional(string, "09:00")
    to       = optional(string, "18:00")
    timezone = optional(string, "UTC")
    holidays = optional(list(string), [])
  })
  default     = {}
  nullable    = false
  description = "When people are at work. On holidays, dates such as 2026-12-25, nobody is."
}

# Nobody hears of it while people are at work, for they see it themselves. A holiday is
# no day of work, so that no quiet window begins then.
monitor "out_of_hours" {
  name        = "${var.name_prefix}Console login out of office hours"
  description = "Somebody signed in while nobody is at work. Ask them whether it was they."
  enabled     = local.on.out_of_hours

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.recent
    filter     = concat(local.done, local.except)
    size       = var.size
  }

  trigger "some" {
    severity = local.severity.out_of_hours
    hits     = "> 0"

    quiet_hours {
      days     = var.office_hours.days
      from     = var.office_hours.from
      to       = var.office_hours.to
      timezone = var.office_hours.timezone
      except   = var.office_hours.holidays
    }

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message
    }
  }
}

# The reverse: a record of who signs in by day, for who wants one in the channel.
monitor "in_hours" {
  name        = "${var.name_prefix}Console login in office hours"
  description = "Somebody signed in while people are at work."
  enabled     = local.on.in_hours

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.recent
    filter     = concat(local.done, local.except)
    size       = var.size
  }

  trigger "some" {
    severity = local.severity.in_hours
    hits     = "> 0"

    quiet_hours {
      days     = var.office_hours.days
      from     = var.office_hours.from
      to       = var.office_hours.to
      timezone = var.office_hours.timezone
      only     = true
      holidays = var.office_hours.holidays
    }

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message
    }
  }
}
