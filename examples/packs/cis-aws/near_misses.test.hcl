# What looks like a control's events, and is none: it must find nothing.

test "3.2 passes over logins with MFA, failures, roles, and what is no login" {
  for_each = {
    mfa      = { additionalEventData = { MFAUsed = "Yes" } }
    failure  = { responseElements = { ConsoleLogin = "Failure" } }
    no_login = { eventName = "CheckMfa" }
    role     = { userIdentity = { type = "AssumedRole" } } # SSO: the identity provider asks for MFA
  }
  monitor = monitor.login_without_mfa
  events  = [merge(local.login, each.value)]
  mapping = local.template
  now     = local.now

  expect "found" {
    fires = false
  }
}

test "3.2 counts a login that says nothing of MFA" {
  monitor = monitor.login_without_mfa
  events  = [merge(local.login, { additionalEventData = { MobileVersion = "No" } })]
  mapping = local.template
  now     = local.now

  expect "found" {
    fires = true
  }
}

test "3.3 passes over services that act as root, their events, and users" {
  for_each = {
    service = { userIdentity = { type = "Root", arn = "arn:aws:iam::619193117841:root", invokedBy = "autoscaling.amazonaws.com" } }
    event   = { eventType = "AwsServiceEvent" }
    user    = { userIdentity = { type = "IAMUser", userName = "root" } }
  }
  monitor = monitor.root_usage
  events  = [merge(local.samples["3.3"][0], each.value)]
  mapping = local.template
  now     = local.now

  expect "found" {
    fires = false
  }
}

test "3.3 finds what root failed to do, and an event without a type" {
  monitor = monitor.root_usage
  events = [
    merge(local.samples["3.3"][0], { "@id" = "failed", errorCode = "AccessDenied" }),
    merge(local.samples["3.3"][0], { "@id" = "no type", eventType = null }),
  ]
  mapping = local.template
  now     = local.now

  expect "found" {
    documents = ["failed", "no type"]
  }
}

test "3.6 finds any failure, and no success" {
  monitor = monitor.failed_logins
  events = [
    merge(local.login, { "@id" = "wrong", responseElements = { ConsoleLogin = "Failure" }, errorMessage = "Failed authentication" }),
    merge(local.login, { "@id" = "unknown", responseElements = { ConsoleLogin = "Failure" }, errorMessage = "No username found in supplied account" }),
    merge(local.login, { "@id" = "silent", responseElements = { ConsoleLogin = "Failure" } }),
    merge(local.login, { "@id" = "success" }),
  ]
  mapping = local.template
  now     = local.now

  expect "found" {
    documents = ["wrong", "unknown", "silent"]
  }
}

test "3.6 passes over what is no login" {
  monitor = monitor.failed_logins
  events  = [merge(local.samples["3.6"][0], { eventName = "SwitchRole" })]
  mapping = local.template
  now     = local.now

  expect "found" {
    fires = false
  }
}

test "3.4 passes over another service's CreatePolicy, and over CreateRole" {
  for_each = { service = { eventSource = "organizations.amazonaws.com", eventName = "CreatePolicy" }, read = { eventName = "CreateRole" } }
  monitor  = monitor.iam_policy_changes
  events   = [merge(local.samples["3.4"][0], each.value)]
  mapping  = local.template
  now      = local.now

  expect "found" {
    fires = false
  }
}

test "3.5 passes over another service's UpdateTrail, and over DescribeTrails" {
  for_each = { service = { eventSource = "medialive.amazonaws.com", eventName = "UpdateTrail" }, read = { eventName = "DescribeTrails" } }
  monitor  = monitor.cloudtrail_changes
  events   = [merge(local.samples["3.5"][0], each.value)]
  mapping  = local.template
  now      = local.now

  expect "found" {
    fires = false
  }
}

test "3.7 passes over another service's DisableKey, and over Decrypt" {
  for_each = { service = { eventSource = "payment-cryptography.amazonaws.com", eventName = "DisableKey" }, read = { eventName = "Decrypt" } }
  monitor  = monitor.kms_key_loss
  events   = [merge(local.samples["3.7"][0], each.value)]
  mapping  = local.template
  now      = local.now

  expect "found" {
    fires = false
  }
}

test "3.8 passes over another service's PutBucketPolicy, and over GetBucketPolicy" {
  for_each = { service = { eventSource = "s3-outposts.amazonaws.com", eventName = "PutBucketPolicy" }, read = { eventName = "GetBucketPolicy" } }
  monitor  = monitor.bucket_policy_changes
  events   = [merge(local.samples["3.8"][0], each.value)]
  mapping  = local.template
  now      = local.now

  expect "found" {
    fires = false
  }
}

test "3.9 passes over another service's PutDeliveryChannel, and over DescribeDeliveryChannels" {
  for_each = { service = { eventSource = "logs.amazonaws.com", eventName = "PutDeliveryChannel" }, read = { eventName = "DescribeDeliveryChannels" } }
  monitor  = monitor.config_changes
  events   = [merge(local.samples["3.9"][0], each.value)]
  mapping  = local.template
  now      = local.now

  expect "found" {
    fires = false
  }
}

test "3.10 passes over another service's CreateSecurityGroup, and over DescribeSecurityGroups" {
  for_each = { service = { eventSource = "rds.amazonaws.com", eventName = "CreateSecurityGroup" }, read = { eventName = "DescribeSecurityGroups" } }
  monitor  = monitor.security_group_changes
  events   = [merge(local.samples["3.10"][0], each.value)]
  mapping  = local.template
  now      = local.now

  expect "found" {
    fires = false
  }
}

test "3.11 passes over another service's DeleteNetworkAcl, and over DescribeNetworkAcls" {
  for_each = { service = { eventSource = "memorydb.amazonaws.com", eventName = "DeleteNetworkAcl" }, read = { eventName = "DescribeNetworkAcls" } }
  monitor  = monitor.network_acl_changes
  events   = [merge(local.samples["3.11"][0], each.value)]
  mapping  = local.template
  now      = local.now

  expect "found" {
    fires = false
  }
}

test "3.12 passes over another service's DeleteCustomerGateway, and over DescribeInternetGateways" {
  for_each = { service = { eventSource = "storagegateway.amazonaws.com", eventName = "DeleteCustomerGateway" }, read = { eventName = "DescribeInternetGateways" } }
  monitor  = monitor.gateway_changes
  events   = [merge(local.samples["3.12"][0], each.value)]
  mapping  = local.template
  now      = local.now

  expect "found" {
    fires = false
  }
}

test "3.13 passes over another service's CreateRoute, and over DescribeRouteTables" {
  for_each = { service = { eventSource = "appmesh.amazonaws.com", eventName = "CreateRoute" }, read = { eventName = "DescribeRouteTables" } }
  monitor  = monitor.route_table_changes
  events   = [merge(local.samples["3.13"][0], each.value)]
  mapping  = local.template
  now      = local.now

  expect "found" {
    fires = false
  }
}

test "3.14 passes over another service's CreateVpc, and over DescribeVpcs" {
  for_each = { service = { eventSource = "lightsail.amazonaws.com", eventName = "CreateVpc" }, read = { eventName = "DescribeVpcs" } }
  monitor  = monitor.vpc_changes
  events   = [merge(local.samples["3.14"][0], each.value)]
  mapping  = local.template
  now      = local.now

  expect "found" {
    fires = false
  }
}
