# Six failures are many, five are not; eleven of all are.

locals {
  failures = {
    for user, times in { alice = 6, bob = 5, HIDDEN_DUE_TO_SECURITY_REASONS = 7 } : user => [
      for n in range(times) : merge(local.sample.failed, local.at[format("09:0%d", n)], {
        "@id"           = "${user} ${n}"
        sourceIPAddress = "198.51.100.${n}"
        userIdentity    = { type = "IAMUser", accountId = "123456789012", userName = user }
      })
    ]
  }
  sprayed = flatten(values(local.failures))
  later   = "2024-08-02T09:07:00Z"
}

test "eleven failures of all are told, and who they were" {
  monitor = monitor.failures
  events  = concat(slice(local.sprayed, 0, 11), [for name, e in local.sample : merge(e, local.at["09:00"]) if name != "failed" && name != "root_failed"])
  mapping = local.template
  now     = local.later

  expect "many" {
    hits             = 11
    fires            = true
    message_contains = "): Failure from 198.51.100."
  }
}

test "ten are not" {
  monitor = monitor.failures
  events  = concat(slice(local.sprayed, 0, 10), [merge(local.sample.failed, local.at["09:00"], { eventName = "SwitchRole" })])
  mapping = local.template
  now     = local.later

  expect "many" {
    fires = false
    hits  = 10
  }
}

test "six of a user are told, once and when it is over; five are not, nor what has no name" {
  monitor = monitor.failures_of_user
  events  = local.sprayed
  mapping = local.template
  now     = local.later
  for     = "15m"

  expect "many" {
    after   = "0m"
    buckets = ["alice"]
    message = <<-EOT
      alice: more than 5 failed console logins in 10m, until 2024-08-02T09:07:00Z.
      Above that number now:
      - alice: 6, addresses: 198.51.100.0 198.51.100.1 198.51.100.2 198.51.100.3 198.51.100.4 
    EOT
  }

  expect "many" {
    after            = "5m"
    message_contains = "alice: it is over, at 2024-08-02T09:12:00Z."
  }
}

test "logins that succeed are not counted" {
  for_each = { user = monitor.failures_of_user, address = monitor.failures_from_address }
  monitor  = each.value
  events   = [for n in range(9) : merge(local.sample.mfa, local.at["09:00"], { "@id" = "login ${n}" })]
  mapping  = local.template
  now      = local.now

  expect "many" {
    fires = false
  }
}

test "nor are failures of anything else" {
  for_each = { user = monitor.failures_of_user, address = monitor.failures_from_address }
  monitor  = each.value
  events   = [for n in range(9) : merge(local.sample.failed, local.at["09:00"], { "@id" = "failure ${n}", eventName = "SwitchRole" })]
  mapping  = local.template
  now      = local.now

  expect "many" {
    fires = false
  }
}

test "an address is told of, be it on users that there are not" {
  monitor = monitor.failures_from_address
  events  = [for e in local.failures["HIDDEN_DUE_TO_SECURITY_REASONS"] : merge(e, { sourceIPAddress = "203.0.113.7" })]
  mapping = local.template
  now     = local.later

  expect "many" {
    buckets          = ["203.0.113.7"]
    message_contains = "- 203.0.113.7: 7, users: HIDDEN_DUE_TO_SECURITY_REASONS"
  }
}
