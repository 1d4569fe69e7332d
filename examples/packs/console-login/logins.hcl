# Logins that should not have been, or not so.

# Root needs no console from day to day. CIS 3.3 tells of everything that root does;
# this one of the moment when it begins.
monitor "root" {
  name        = "${var.name_prefix}Console login of root"
  description = "Somebody signed in as root. Was this planned? If not, the password and the MFA device are somebody else's."
  enabled     = local.on.root

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = concat(local.done, [local.root])
    size       = var.size
  }

  trigger "some" {
    severity = local.severity.root
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message
      throttle    = "${var.throttle}m"
    }
  }
}

# CIS 3.2. Federated logins are left out: AWS does not see the identity provider's MFA.
monitor "no_mfa" {
  name        = "${var.name_prefix}Console login without MFA"
  description = "A password alone was enough. Was it the owner, and why is there no MFA?"
  enabled     = local.on.no_mfa

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = local.window
    filter     = local.no_mfa
    size       = var.size
  }

  trigger "some" {
    severity = local.severity.no_mfa
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = local.subject
      message     = local.message
      throttle    = "${var.throttle}m"
    }
  }
}
