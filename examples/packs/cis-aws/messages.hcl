# What people read: who did what, from where and when, and where to see the rest.

locals {
  # IAM users have a name, roles that of the role in their session, root only its ARN.
  who = join("", [
    "{{#_source.userIdentity.userName}}{{_source.userIdentity.userName}}{{/_source.userIdentity.userName}}",
    "{{^_source.userIdentity.userName}}",
    "{{#_source.userIdentity.sessionContext.sessionIssuer.userName}}{{_source.userIdentity.sessionContext.sessionIssuer.userName}}{{/_source.userIdentity.sessionContext.sessionIssuer.userName}}",
    "{{^_source.userIdentity.sessionContext.sessionIssuer.userName}}{{_source.userIdentity.arn}}{{/_source.userIdentity.sessionContext.sessionIssuer.userName}}",
    "{{/_source.userIdentity.userName}}",
  ])

  event = <<-EOT
    - ${local.who}: {{_source.eventName}} ({{_source.eventSource}}) from {{_source.sourceIPAddress}} at {{_source.eventTime}}, account {{_source.recipientAccountId}}{{#_source.errorCode}}, failed: {{_source.errorCode}}{{/_source.errorCode}}{{^_source.errorCode}}{{#_source.errorMessage}}, failed: {{_source.errorMessage}}{{/_source.errorMessage}}{{/_source.errorCode}}
      https://{{_source.awsRegion}}.${var.console}/cloudtrailv2/home?region={{_source.awsRegion}}#/events/{{_source.eventID}}
  EOT

  subject = "{{ctx.monitor.name}}: {{ctx.results.0.hits.total.value}} in ${local.minutes} minutes"

  message = {
    for id, c in local.controls : id => <<-EOT
      ${local.name[id]}: {{ctx.results.0.hits.total.value}} in ${local.minutes} minutes, until {{ctx.periodEnd}}. Up to ${var.size} of them:
      {{#ctx.results.0.hits.hits}}
      ${trimspace(local.event)}
      {{/ctx.results.0.hits.hits}}
      ${c.why}
    EOT
  }
}
