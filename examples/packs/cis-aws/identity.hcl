# Who gets in, and what they are not allowed to.

# 3.1 Calls that were denied. Some always are, so it takes more than var.denied_calls.
monitor "unauthorized_api_calls" {
  name        = local.name["3.1"]
  description = local.controls["3.1"].why
  enabled     = local.on["3.1"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.1"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.1"]
    hits     = "> ${var.denied_calls}"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.1"]
      throttle    = "${var.throttle}m"
    }
  }
}

# 3.2 Logins by IAM users and root by a password alone.
monitor "login_without_mfa" {
  name        = local.name["3.2"]
  description = local.controls["3.2"].why
  enabled     = local.on["3.2"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.2"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.2"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.2"]
      throttle    = "${var.throttle}m"
    }
  }
}

# 3.3 Anything that root did itself.
monitor "root_usage" {
  name        = local.name["3.3"]
  description = local.controls["3.3"].why
  enabled     = local.on["3.3"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.3"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.3"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.3"]
      throttle    = "${var.throttle}m"
    }
  }
}

# 3.6 Logins to the console that failed, for whatever reason.
monitor "failed_logins" {
  name        = local.name["3.6"]
  description = local.controls["3.6"].why
  enabled     = local.on["3.6"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.6"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.6"]
    hits     = "> ${var.failed_logins}"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.6"]
      throttle    = "${var.throttle}m"
    }
  }
}
