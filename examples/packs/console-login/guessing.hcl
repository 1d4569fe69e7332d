# Failed logins: who guesses passwords does it often, on one user or from one address.
# For users that there are not AWS writes HIDDEN_DUE_TO_SECURITY_REASONS as the name, and
# for root none: these are found by their address only.

# All of them together, as CIS 3.6 has it, but with a threshold.
monitor "failures" {
  name        = "${var.name_prefix}Many failed console logins"
  description = "More than ${var.failures} in ${local.recent}, of all users: passwords are tried on many."
  enabled     = local.on.failures

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.recent
    filter     = local.failed
    size       = var.size
  }

  trigger "many" {
    severity = local.severity.failures
    hits     = "> ${var.failures}"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message
      throttle    = "${var.throttle}m"
    }
  }
}

locals {
  guesses = {
    for what, other in { user = "addresses", address = "users" } : what => <<-EOT
      {{#ctx.newAlerts}}
      {{bucket_keys}}: more than ${var.failures_of_user} failed console logins in ${local.recent}, until {{ctx.periodEnd}}.
      {{/ctx.newAlerts}}
      {{#ctx.completedAlerts}}
      {{bucket_keys}}: it is over, at {{ctx.periodEnd}}.
      {{/ctx.completedAlerts}}
      Above that number now:
      {{#ctx.results.0.aggregations.most.buckets}}
      - {{key}}: {{doc_count}}, ${other}: {{#others.buckets}}{{key}} {{/others.buckets}}
      {{/ctx.results.0.aggregations.most.buckets}}
    EOT
  }
}

monitor "failures_of_user" {
  name        = "${var.name_prefix}Many failed console logins of one user"
  description = "Ask the user. If it was somebody else, see whether one of them succeeded, and change the password."
  enabled     = local.on.failures_of_user

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.recent
    filter     = concat(local.failed, [{ bool = { must_not = [{ term = { "userIdentity.userName${local.kw}" = "HIDDEN_DUE_TO_SECURITY_REASONS" } }] } }])
    aggregations = {
      by = { composite = { size = 1000, sources = [{ user = { terms = { field = "userIdentity.userName${local.kw}" } } }] } }
      most = {
        terms        = { field = "userIdentity.userName${local.kw}", size = 10, min_doc_count = var.failures_of_user + 1 }
        aggregations = { others = { terms = { field = "sourceIPAddress${local.kw}", size = 5 } } }
      }
    }
    size = 0
  }

  trigger "many" {
    severity = local.severity.failures_of_user
    count    = "> ${var.failures_of_user}"

    buckets {
      parent_bucket_path = "by"
    }

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = local.guesses.user

      action_execution_policy {
        actionable_alerts = ["NEW", "COMPLETED"]
      }
    }
  }
}

monitor "failures_from_address" {
  name        = "${var.name_prefix}Many failed console logins from one address"
  description = "One address tries passwords, on one user or many, or on root. Is it the office?"
  enabled     = local.on.failures_from_address

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.recent
    filter     = local.failed
    aggregations = {
      by = { composite = { size = 1000, sources = [{ address = { terms = { field = "sourceIPAddress${local.kw}" } } }] } }
      most = {
        terms        = { field = "sourceIPAddress${local.kw}", size = 10, min_doc_count = var.failures_of_user + 1 }
        aggregations = { others = { terms = { field = "userIdentity.userName${local.kw}", size = 5 } } }
      }
    }
    size = 0
  }

  trigger "many" {
    severity = local.severity.failures_from_address
    count    = "> ${var.failures_of_user}"

    buckets {
      parent_bucket_path = "by"
    }

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = local.guesses.address

      action_execution_policy {
        actionable_alerts = ["NEW", "COMPLETED"]
      }
    }
  }
}
