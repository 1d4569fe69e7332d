monitor "console_login" {
  name        = "AWS console login"
  description = "Somebody signed in to the AWS console. Check that it was planned."

  schedule {
    interval = "5m"
  }

  # CloudTrail events arrive about ten minutes after they happened. The window is
  # on @timestamp, their arrival, so none is missed; a window on eventTime would
  # miss most of them.
  extraction_query {
    indices = var.indices
    last    = "5m"
    filter = [
      { term = { "eventName.keyword" = "ConsoleLogin" } },
      { term = { "responseElements.ConsoleLogin.keyword" = "Success" } },
    ]
    size = 10
  }

  trigger "any_login" {
    severity = 1
    hits     = "> 0"

    # While the team is at work it sees logins by itself. Holidays of the office go
    # into except: on those nobody is there.
    quiet_hours {
      days     = ["mon", "tue", "wed", "thu", "fri"]
      from     = "09:00"
      to       = "18:00"
      timezone = "Asia/Tokyo"
    }

    action "page" {
      destination = destination.sns.security
      subject     = "AWS console login"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} console login(s) until {{ctx.periodEnd}}:
        {{#ctx.results.0.hits.hits}}
        - {{_source.userIdentity.arn}} from {{_source.sourceIPAddress}}, MFA: {{_source.additionalEventData.MFAUsed}}
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = "10m"
    }
  }
}

monitor "failed_logins" {
  name        = "AWS console logins that failed"
  description = "Wrong passwords or missing MFA codes: a person in a hurry, or somebody who guesses."

  schedule {
    interval = "15m"
  }

  extraction_query {
    indices = var.indices
    last    = "15m"
    filter = [
      { term = { "eventName.keyword" = "ConsoleLogin" } },
      { term = { "responseElements.ConsoleLogin.keyword" = "Failure" } },
    ]
    size = 10
  }

  trigger "some" {
    severity = 3
    hits     = "> 1"

    action "tell" {
      destination = destination.slack.soc
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} failed console logins:
        {{#ctx.results.0.hits.hits}}
        - {{_source.userIdentity.arn}} from {{_source.sourceIPAddress}}
        {{/ctx.results.0.hits.hits}}
      EOT
    }
  }
}
