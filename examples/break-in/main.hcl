# Somebody guesses passwords, and then somebody logs in: each alone is daily business,
# both within ten minutes are not. A workflow runs two monitors and tells of both.

workspace = "break-in"

variable "slack_url" {
  type        = string
  sensitive   = true
  description = "Incoming webhook of the channel that hears of it."
}

destination "slack" "soc" {
  url = var.slack_url
}

# The workflow runs them: by themselves they are disabled, and tell nobody.
monitor "guesses" {
  name    = "Failed logins"
  enabled = false

  schedule {
    interval = "10m"
  }

  extraction_query {
    indices = ["cwl-*"]
    filter  = [{ term = { "responseElements.ConsoleLogin.keyword" = "Failure" } }]
  }

  trigger "many" {
    severity = 3
    hits     = "> 2"
  }
}

monitor "logins" {
  name    = "Logins"
  enabled = false

  schedule {
    interval = "10m"
  }

  extraction_query {
    indices = ["cwl-*"]
    filter  = [{ term = { "responseElements.ConsoleLogin.keyword" = "Success" } }]
  }

  trigger "any" {
    severity = 3
    hits     = "> 0"
  }
}

workflow "guessed" {
  name = "Many failed logins, and one that succeeded"

  schedule {
    interval = "10m"
  }

  delegates = [monitor.guesses, monitor.logins]

  trigger "both" {
    severity  = 1
    condition = "monitor[guesses] && monitor[logins]"

    action "tell" {
      destination = destination.slack.soc
      subject     = "A guessed password?"
      message     = <<-EOT
        {{ctx.monitor.name}}, both within ten minutes.
        Ask the user; if it was somebody else, lock the user.
      EOT
      throttle    = "30m"
    }
  }
}
