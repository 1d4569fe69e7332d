variable "destination" {
  type = destination
}

variable "others" {
  type    = list(destination)
  default = []
}

variable "more" {
  type    = object({ d = optional(destination), n = optional(number, 3) })
  default = {}
}

variable "name_prefix" {
  type    = string
  default = ""
}

variable "names" {
  type     = list(string)
  default  = ["root"]
  nullable = false
}

variable "message" {
  type    = string
  default = "{{ctx.monitor.name}}"
}

locals {
  filter = jsondecode(file("queries/root.json"))
}

pack "deep" {
  source  = "../../regional"
  regions = toset(["eu", "us"])
}

monitor "root_usage" {
  name    = "${var.name_prefix}${join("", var.names)} usage"
  enabled = false
  schedule {
    interval = "5m"
  }
  extraction_query {
    indices = ["cwl-*"]
    last    = "5m"
    filter  = local.filter
  }
  trigger "any" {
    severity = var.more.n
    hits     = "> 0"
    action "notify" {
      destination = var.destination
      message     = var.message
    }
    dynamic "action" {
      for_each = { for i, d in var.others : "o${i}" => d }
      labels   = [action.key]
      content {
        destination = action.value
        message     = "x"
      }
    }
    dynamic "action" {
      for_each = var.more.d == null ? [] : [var.more.d]
      labels   = ["more"]
      content {
        destination = action.value
        message     = "y"
      }
    }
  }
  lifecycle {
    prevent_destroy = true
  }
}

moved {
  from = monitor.root
  to   = monitor.root_usage
}

workflow "only" {
  name = "${var.name_prefix}only"
  schedule {
    interval = "1h"
  }
  delegates = [monitor.root_usage]
  trigger "only" {
    severity  = 1
    condition = "monitor[root_usage]"
    action "tell" {
      destination = var.destination
      message     = "only"
    }
  }
}

# Tests of a pack are its own: those who use it do not read them.
test "own" {
  monitor = monitor.nothing
}
