workspace = "soc"

variable "hook" {
  type      = string
  sensitive = true
  default   = "https://hooks.slack.com/services/T/B/x"
}

variable "unknown" {
  type = string
}

destination "slack" "soc" {
  url = var.hook
}

pack "cis" {
  source      = "./packs/cis"
  destination = destination.slack.soc
  names       = null
}

pack "second" {
  source      = "./packs/cis"
  destination = pack.cis.pack.deep.destination.slack.own["eu"]
  name_prefix = "two "
  others      = [destination.slack.soc, pack.second_channels.existing.slack.oncall]
  more        = { d = destination.slack.soc }
  message     = "${var.unknown} and ${var.hook}"
}

pack "second_channels" {
  source = "./regional"
}

# A workflow of monitors of packs; its delegate needs no action.
workflow "both" {
  name = "Both"
  schedule {
    interval = "1h"
  }
  delegates = [pack.cis.monitor.root_usage, pack.second.monitor.root_usage]
  trigger "both" {
    severity  = 1
    condition = "monitor[pack.cis.monitor.root_usage] && monitor[pack.second.monitor.root_usage]"
    action "tell" {
      destination = pack.cis.pack.deep.destination.slack.own["eu"]
      message     = "both"
    }
  }
}

test "of a monitor in a pack" {
  monitor = pack.cis.monitor.root_usage
  events  = [{ "@timestamp" = "2026-01-01T00:00:00Z", user = "root" }]
  now     = "2026-01-01T00:01:00Z"
  expect "any" {
    fires = true
  }
}

import {
  to = pack.cis.monitor.root_usage
  id = "T6Ps_KEBmzibbaqfQLhk"
}

moved {
  from = monitor.root_usage
  to   = pack.second.monitor.root
}

moved {
  from = pack.first.pack.deep
  to   = pack.cis.pack.deep
}

removed {
  from = pack.gone
}
