# What people read.

test "a user has a name" {
  monitor = monitor.cloudtrail_changes
  events  = [local.samples["3.5"][0]]
  mapping = local.template
  now     = local.now

  expect "found" {
    subject = "${local.name["3.5"]}: 1 in 20 minutes"
    message = <<-EOT
      ${local.name["3.5"]}: 1 in 20 minutes, until 2024-08-02T09:01:00Z. Up to 10 of them:
      - christophe: StopLogging (cloudtrail.amazonaws.com) from 86.245.153.234 at 2024-07-31T13:06:24Z, account 143434273843
        https://apiso-centralnorth-2r.console.aws.amazon.com/cloudtrailv2/home?region=apiso-centralnorth-2r#/events/10163ed2-2253-469d-a5ee-cbc6651f8934
      Without a trail nobody sees what comes next. Failed attempts count, too.
    EOT
  }
}

test "a role has the name of its session's issuer, and a failure its code" {
  monitor = monitor.iam_policy_changes
  events  = [merge(local.samples["3.4"][1], { errorCode = "NoSuchEntity", errorMessage = "It is not there." })]
  mapping = local.template
  now     = local.now

  expect "found" {
    message_contains = "\n- tester: DeleteGroupPolicy (iam.amazonaws.com) from 111.111.111.111 at 2019-01-01T00:00:00Z, account 123456789012, failed: NoSuchEntity\n"
  }
}

test "root has its ARN only" {
  monitor = monitor.root_usage
  events  = [local.samples["3.3"][0]]
  mapping = local.template
  now     = local.now

  expect "found" {
    message_contains = "\n- arn:aws:iam::619193117841:root: CreateBucket (s3.amazonaws.com) from 204.63.44.148 at 2016-06-04T12:19:03Z, account"
  }
}

test "a failed login says why" {
  monitor = monitor.failed_logins
  events  = [merge(local.samples["3.6"][0], { errorMessage = "No username found in supplied account" })]
  mapping = local.template
  now     = local.now

  expect "found" {
    message_contains = "\n- tester: ConsoleLogin (signin.amazonaws.com) from 111.111.111.111 at 2019-01-01T00:00:00Z, account 123456789012, failed: No username found in supplied account\n"
  }
}

test "each of several events has its line" {
  monitor = monitor.root_usage
  events  = local.samples["3.3"]
  mapping = local.template
  now     = local.now

  expect "found" {
    message_matches = "(?s): 2 in 20 minutes.*\n- arn:[^\n]*CreateBucket.*\n- arn:[^\n]*ListAccessKeys"
  }
}
