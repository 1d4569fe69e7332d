# Changes of what protects an account: its policies, its records, its keys and buckets.

# 3.4 Policies of IAM, and to whom they are attached.
monitor "iam_policy_changes" {
  name        = local.name["3.4"]
  description = local.controls["3.4"].why
  enabled     = local.on["3.4"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.4"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.4"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.4"]
      throttle    = "${var.throttle}m"
    }
  }
}

# 3.5 The trail itself: without it no other control finds anything.
monitor "cloudtrail_changes" {
  name        = local.name["3.5"]
  description = local.controls["3.5"].why
  enabled     = local.on["3.5"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.5"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.5"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.5"]
      throttle    = "${var.throttle}m"
    }
  }
}

# 3.7 Keys that are disabled, or will be deleted.
monitor "kms_key_loss" {
  name        = local.name["3.7"]
  description = local.controls["3.7"].why
  enabled     = local.on["3.7"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.7"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.7"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.7"]
      throttle    = "${var.throttle}m"
    }
  }
}

# 3.8 Who may read and write buckets, and where their data goes.
monitor "bucket_policy_changes" {
  name        = local.name["3.8"]
  description = local.controls["3.8"].why
  enabled     = local.on["3.8"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.8"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.8"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.8"]
      throttle    = "${var.throttle}m"
    }
  }
}

# 3.9 The recorder of AWS Config, and where it delivers.
monitor "config_changes" {
  name        = local.name["3.9"]
  description = local.controls["3.9"].why
  enabled     = local.on["3.9"]

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.filter["3.9"]
    size       = var.size
  }

  trigger "found" {
    severity = local.severity["3.9"]
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message["3.9"]
      throttle    = "${var.throttle}m"
    }
  }
}
