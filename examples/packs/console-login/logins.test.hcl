test "root is told of root's logins" {
  monitor = monitor.root
  events  = concat(local.all, [merge(local.sample.root, local.at["09:00"], { "@id" = "no login", eventName = "CheckMfa" })])
  mapping = local.template
  now     = local.now

  expect "some" {
    documents = ["root"]
    subject   = "${var.name_prefix}Console login of root: 1"
    message   = <<-EOT
      ${var.name_prefix}Console login of root: 1 until 2024-08-02T09:01:00Z. Up to 10 of them:
      - root (Root): Success from 111.111.111.111 at 2019-01-01T00:00:00Z, MFA No, account 123456789012
        https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/1
    EOT
  }
}

test "no_mfa finds root and users, and neither MFA nor roles" {
  monitor = monitor.no_mfa
  events = concat(local.all, [
    merge(local.sample.login, local.at["09:00"], { "@id" = "silent", additionalEventData = {} }), # does not say
    merge(local.sample.login, local.at["09:00"], { "@id" = "no login", eventName = "CheckMfa" }),
  ])
  mapping = local.template
  now     = local.now

  expect "some" {
    documents = ["login", "root", "silent"]
  }
}

test "nobody signed in" {
  for_each = { root = monitor.root, no_mfa = monitor.no_mfa, in_hours = monitor.in_hours }
  monitor  = each.value
  events   = [merge(local.sample.failed, local.at["09:00"])]
  mapping  = local.template
  now      = local.now

  expect "some" {
    fires = false
  }
}
