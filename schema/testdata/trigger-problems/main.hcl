workspace = "soc"
variable "secret" {
  sensitive = true
  default   = "hidden-words"
}
destination "webhook" "x" { url = "https://a.example/x" }
destination "webhook" "off" {
  url     = "https://a.example/x"
  enabled = false
}
monitor "off" {
  name = "off"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    body    = { track_total_hits = false, query = { range = { "@timestamp" = { gte = "now-5m" } } } }
  }
  trigger "t" {
    severity = 1
    hits     = "> 0"
    action "a" {
      destination = destination.webhook.off
      message     = "x"
    }
  }
}
monitor "counted" {
  name = "counted"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    body    = { track_total_hits = 100, query = { range = { "@timestamp" = { gte = "now-5m" } } } }
  }
  trigger "t" {
    severity  = 1
    condition = "ctx.results[0].hits.total.value > 100"
    action "a" {
      destination = destination.webhook.x
      message     = "x"
    }
  }
}
monitor "m" {
  name = "m"
  schedule { interval = "5m" }
  extraction_query {
    indices      = ["a"]
    aggregations = { users = { terms = { field = "user" } } }
  }
  trigger "severity" {
    severity = 6
    hits     = "> many"
  }
  trigger "severity_text" {
    severity = "high"
    hits     = ">= 0"
    action "a" {
      destination = destination.webhook.x
      message     = "{{ctx.results[0].hits.total.value}} and {{ctx.results.0.aggregations.usres}} {{ctx.nope}}"
    }
  }
  trigger "both" {
    severity  = 1
    hits      = "> 99999999999"
    condition = "true"
    action "a" {
      destination = destination.webhook.x
      message     = <<-EOT
        {{#ctx.results}}
          {{ctx.results.0.hits
        {{/ctx.results}}
      EOT
      throttle    = "30s"
    }
    action "b" {
      destination = destination.webhook.x
      subject     = ""
      message     = ""
      throttle    = "25h"
    }
    action "c" {
      destination = destination.webhook.x
      message     = "{{#ctx.results.0.hits.hits}} never closed"
      throttle    = "90s"
    }
    action "d" {
      destination = destination.webhook.x
      name        = ""
      message     = <<-EOT
        first line
          {{ctx.results[0].hits}}
      EOT
      throttle    = "soon"
    }
    action "e" {
      destination = destination.webhook.x
      name        = var.secret
      message     = "the words: ${var.secret}"
      subject     = "the words"
    }
  }
  trigger "neither" {
    severity = 1
  }
  trigger "script" {
    severity  = 1
    condition = "ctx.results[0].hits.total.value >"
  }
  trigger "script_lines" {
    severity  = 1
    condition = <<-EOT
      def x = 1;
      def y = ctx.nope;
      x > 2
    EOT
  }
  trigger "script_empty" {
    severity  = 1
    condition = " "
  }
  trigger "script_aggregation" {
    severity  = 1
    condition = "ctx.results[0].aggregations.usrs.buckets.size() > 0 && ctx.results[0].aggregations['users'].buckets.size() > 0"
  }
  trigger "large" {
    severity = 1
    hits     = "> 99999999999"
  }
  trigger "secret" {
    severity = var.secret
    hits     = var.secret
  }
}
monitor "no_aggregations" {
  name = "no aggregations"
  schedule { interval = "5m" }
  extraction_query { indices = ["a"] }
  trigger "t" {
    severity  = 1
    condition = "ctx.results[0].aggregations.users.value > 1"
  }
}
monitor "many" {
  name = join("", [for i in range(300) : "x"])
  schedule { interval = "5m" }
  extraction_query { indices = ["a"] }
  dynamic "trigger" {
    for_each = range(11)
    labels   = ["t${trigger.key}"]
    content {
      severity = 1
      name     = trigger.key == 10 ? "t0" : null
      hits     = "> ${trigger.value}"
      action "a" {
        destination = destination.webhook.x
        message     = "x"
      }
    }
  }
}
monitor "reach" {
  name = "reach"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    size    = 2
  }
  trigger "flatline" {
    severity = 1
    hits     = "< 5"
    action "a" {
      destination = destination.webhook.x
      message     = "{{ctx.results.0.hits.hits.0._id}} {{ctx.results.0.hits.hits.2._id}}"
    }
  }
  trigger "two" {
    severity = 1
    hits     = "> 1"
    action "a" {
      destination = destination.webhook.x
      message     = "{{ctx.results.0.hits.hits.1._id}}"
    }
  }
}
