# Changes of networks. All calls are of EC2's API.

# 3.10 Which ports are open, and to whom.
monitor "security_group_changes" {
  name        = local.name["3.10"]
  description = local.controls["3.10"].why
  enabled     = local.on["3.10"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.10"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.10"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.10"]
      throttle    = "${var.throttle}m"
    }
  }
}

# 3.11 What a subnet lets in and out.
monitor "network_acl_changes" {
  name        = local.name["3.11"]
  description = local.controls["3.11"].why
  enabled     = local.on["3.11"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.11"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.11"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.11"]
      throttle    = "${var.throttle}m"
    }
  }
}

# 3.12 Ways to the internet and to other networks.
monitor "gateway_changes" {
  name        = local.name["3.12"]
  description = local.controls["3.12"].why
  enabled     = local.on["3.12"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.12"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.12"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.12"]
      throttle    = "${var.throttle}m"
    }
  }
}

# 3.13 Which way traffic takes.
monitor "route_table_changes" {
  name        = local.name["3.13"]
  description = local.controls["3.13"].why
  enabled     = local.on["3.13"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.13"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.13"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.13"]
      throttle    = "${var.throttle}m"
    }
  }
}

# 3.14 Networks, and how they are joined.
monitor "vpc_changes" {
  name        = local.name["3.14"]
  description = local.controls["3.14"].why
  enabled     = local.on["3.14"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.14"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.14"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.14"]
      throttle    = "${var.throttle}m"
    }
  }
}
