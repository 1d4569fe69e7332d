# Of all samples, each control finds its own, and nothing else.

test "3.1 finds denied calls, and tells of more than ten" {
  monitor = monitor.unauthorized_api_calls
  events  = concat(local.all, [for n in range(9) : merge(local.samples["3.1"][0], { "@id" = "more ${n}" })])
  mapping = local.template
  now     = local.now

  expect "found" {
    fires = true
    hits  = 11
  }
}

test "3.1 passes over ten" {
  monitor = monitor.unauthorized_api_calls
  events  = concat(local.all, [for n in range(8) : merge(local.samples["3.1"][0], { "@id" = "more ${n}" })])
  mapping = local.template
  now     = local.now

  expect "found" {
    fires = false
    hits  = 10
  }
}

test "3.1 finds what EC2 and others deny" {
  monitor = monitor.unauthorized_api_calls
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    documents = local.ids["3.1"]
  }
}

test "3.2 finds a login by a password alone" {
  monitor = monitor.login_without_mfa
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.2"]
  }
}

test "3.3 finds root" {
  monitor = monitor.root_usage
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.3"]
  }
}

test "3.4 finds changed policies" {
  monitor = monitor.iam_policy_changes
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.4"]
  }
}

test "3.5 finds trails that end" {
  monitor = monitor.cloudtrail_changes
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.5"]
  }
}

test "3.6 finds a login that failed" {
  monitor = monitor.failed_logins
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.6"]
  }
}

test "3.7 finds keys that are to be deleted" {
  monitor = monitor.kms_key_loss
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.7"]
  }
}

test "3.8 finds a changed bucket" {
  monitor = monitor.bucket_policy_changes
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.8"]
  }
}

test "3.9 finds a delivery channel that goes" {
  monitor = monitor.config_changes
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.9"]
  }
}

test "3.10 finds an opened port" {
  monitor = monitor.security_group_changes
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.10"]
  }
}

test "3.11 finds a rule of a network ACL" {
  monitor = monitor.network_acl_changes
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.11"]
  }
}

test "3.12 finds a gateway" {
  monitor = monitor.gateway_changes
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.12"]
  }
}

test "3.13 finds a route" {
  monitor = monitor.route_table_changes
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.13"]
  }
}

test "3.14 finds a VPC" {
  monitor = monitor.vpc_changes
  events  = local.all
  mapping = local.template
  now     = local.now

  expect "found" {
    fires     = true
    documents = local.ids["3.14"]
  }
}
