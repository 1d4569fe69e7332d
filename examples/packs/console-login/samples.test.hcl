# The sample events, and when they arrived. For the other family:
# alertplan test --var family=log-aws-cloudtrail examples/packs/console-login

locals {
  sample = { for name in ["login", "root", "failed", "root_failed", "mfa", "role"] : name => jsondecode(file("testdata/${name}.json")) }

  # at["09:00"] is the arrival at that time of Friday, 2 August 2024, by UTC.
  at = {
    for minute in concat([for m in range(60) : format("09:%02d", m)], ["00:00", "08:00", "17:00", "18:00", "19:00"]) : minute => {
      "cwl"                = { "@timestamp" = "2024-08-02T${minute}:00Z" }
      "log-aws-cloudtrail" = { event = { ingested = "2024-08-02T${minute}:00Z" } } # their @timestamp stays what it is
    }[var.family]
  }

  # all is one of each, at nine.
  all = [for name, e in local.sample : merge(e, local.at["09:00"], { "@id" = name })]
  now = "2024-08-02T09:01:00Z"

  template = file({ "cwl" = "testdata/cwl-template.json", "log-aws-cloudtrail" = "testdata/log-aws-template.json" }[var.family])
}
