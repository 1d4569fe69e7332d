# testdata/guardduty.ndjson: findings of the unit tests of panther-analysis (Apache-2.0),
# as the loader writes them. One is critical and has no severitylabel, one is a sample of
# that, one is high, one is medium.

locals {
  findings = [for line in split("\n", chomp(file("testdata/guardduty.ndjson"))) : jsondecode(line).doc]
  critical = local.findings[0]
  sample   = local.findings[1]
  high     = local.findings[2]
  medium   = local.findings[3]
}

test "a critical finding is told, though it has no label" {
  monitor = monitor.guardduty_high_or_critical
  mapping = local.mapping
  now     = local.now
  events  = [local.critical]

  expect "any" {
    fires   = true
    subject = "GuardDuty: severe finding"
    message = <<-EOT
      1 finding(s) of severity 7 or more, ingested within 20m until 2026-01-01T00:01:00Z. The first ten:
      - severity 9 AttackSequence:IAM/CompromisedCredentials: Potential credential compromise of IAMUser/john_doe indicated by a sequence of actions, in 123456789012 us-east-1, 2025-02-25T20:40:06+00:00
        https://us-east-1.console.aws.amazon.com/guardduty/home?region=us-east-1#/findings?search=id%3D8c258d654378414b9bc26f61a93eb816
    EOT
  }
}

test "a high finding is told with its user and address" {
  monitor = monitor.guardduty_high_or_critical
  mapping = local.mapping
  now     = local.now
  events  = [merge(local.high, { user = { name = "alice" }, source = { ip = "198.51.100.7" } })]

  expect "any" {
    hits             = 1
    message_contains = "that is highly permissive, user alice, from 198.51.100.7, in 123456789012 us-east-1"
  }
}

test "samples are not told" {
  for_each = {
    marked   = jsonencode({ sample = true })
    as_text  = jsonencode({ value = "{\"sample\":true}", type = "default" })
    and_more = jsonencode({ value = "{\"ipAddressV4\":\"198.51.100.7\",\"sample\":true}", type = "default" })
  }
  monitor = monitor.guardduty_high_or_critical
  mapping = local.mapping
  now     = local.now
  events  = [local.sample, merge(local.high, { service = merge(local.high.service, { additionalInfo = jsondecode(each.value) }) })]

  expect "any" {
    fires = false
  }
}

test "a medium finding is not told by itself" {
  monitor = monitor.guardduty_high_or_critical
  mapping = local.mapping
  now     = local.now
  events  = [local.medium]

  expect "any" {
    fires = false
  }
}

test "malware is told by its category, and by its type where the loader gives none" {
  for_each = {
    category     = jsonencode({ event = merge(local.high.event, { category = "malware" }) })
    backdoor     = jsonencode({ rule = { id = "Backdoor:EC2/C&CActivity.B!DNS", name = "talks to a command and control server" } })
    mining       = jsonencode({ rule = { id = "CryptoCurrency:EC2/BitcoinTool.B!DNS", name = "mines" } })
    trojan       = jsonencode({ rule = { id = "Trojan:EC2/BlackholeTraffic", name = "talks to a black hole" } })
    file         = jsonencode({ rule = { id = "Execution:EC2/MaliciousFile", name = "has a malicious file" } })
    in_container = jsonencode({ rule = { id = "Execution:Container/SuspiciousFile", name = "has a suspicious file" } })
  }
  monitor = monitor.guardduty_malware
  mapping = local.mapping
  now     = local.now
  events  = [merge(local.critical, jsondecode(each.value))]

  expect "any" {
    hits             = 1
    message_contains = "1 finding(s) of malware"
  }
}

test "other findings, and samples of malware, are not malware" {
  monitor = monitor.guardduty_malware
  mapping = local.mapping
  now     = local.now
  events = [
    local.critical, local.high, local.medium,
    merge(local.sample, { rule = { id = "Trojan:EC2/BlackholeTraffic" } }),
    merge(local.high, { "@id" = "marked", rule = { id = "Trojan:EC2/BlackholeTraffic" }, service = { additionalInfo = { sample = true } } }),
    merge(local.high, { "@id" = "as text", rule = { id = "Trojan:EC2/BlackholeTraffic" }, service = { additionalInfo = { value = "{\"sample\":true}" } } }),
  ]

  expect "any" {
    fires = false
  }
}

test "findings are told by type, and an update is no other finding" {
  monitor = monitor.guardduty_per_finding_type
  mapping = local.mapping
  now     = local.now
  for     = "5m"

  # Of one finding two documents come: _id is other, @id the same.
  index "log-aws-guardduty-2026-01" {
    events  = [local.critical, merge(local.high, { service = { count = 1 } })]
    mapping = local.mapping
  }

  index "log-aws-guardduty-2026-02" {
    events  = [merge(local.high, { service = { count = 2 } }), local.sample]
    mapping = local.mapping
  }

  expect "any" {
    after   = "0m"
    buckets = ["AttackSequence:IAM/CompromisedCredentials", "PrivilegeEscalation:IAMUser/AdministrativePermissions"]
    message_contains = [
      "- PrivilegeEscalation:IAMUser/AdministrativePermissions: 1 finding(s), severity up to 8.0, in 123456789012",
      "- AttackSequence:IAM/CompromisedCredentials: 1 finding(s), severity up to 9.0, in 123456789012",
    ]
  }

  expect "any" {
    after  = "5m"
    alerts = 2

    action "tell" {
      sends = false
    }
  }
}

test "low findings and samples are not told by type" {
  monitor = monitor.guardduty_per_finding_type
  mapping = local.mapping
  now     = local.now
  events = [
    local.sample,
    merge(local.high, { event = merge(local.high.event, { severity = "1" }) }),
    merge(local.medium, { "@id" = "marked", service = { additionalInfo = { sample = true } } }),
    merge(local.medium, { "@id" = "as text", service = { additionalInfo = { value = "{\"sample\":true}" } } }),
  ]

  expect "any" {
    fires = false
  }
}
