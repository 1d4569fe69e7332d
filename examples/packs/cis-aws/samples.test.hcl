# The sample events as each family has them, all of them arrived at 09:00. For the other
# family: alertplan test --var family=log-aws-cloudtrail examples/packs/cis-aws

locals {
  arrived = "2024-08-02T09:00:00Z"
  now     = "2024-08-02T09:01:00Z"

  samples = {
    for name in concat(keys(local.controls), ["near_misses"]) : name => [
      for line in compact(split("\n", file("testdata/${name}.ndjson"))) : merge(jsondecode(line), local.stamps[var.family])
    ]
  }

  stamps = {
    "cwl"                = { "@timestamp" = local.arrived }
    "log-aws-cloudtrail" = { event = { ingested = local.arrived } } # their @timestamp stays hours, or years, before
  }

  template = file({ "cwl" = "testdata/cwl-template.json", "log-aws-cloudtrail" = "testdata/log-aws-template.json" }[var.family])

  all = flatten(values(local.samples))
  ids = { for name, events in local.samples : name => [for e in events : e["@id"]] }

  login = local.samples["3.2"][0]
}
