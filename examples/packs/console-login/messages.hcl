# What people read: who came from where, when, by what means, and where to see the rest.

locals {
  # IAM users have a name, roles that of the role in their session, root only its ARN.
  who = join("", [
    "{{#_source.userIdentity.userName}}{{_source.userIdentity.userName}}{{/_source.userIdentity.userName}}",
    "{{^_source.userIdentity.userName}}",
    "{{#_source.userIdentity.sessionContext.sessionIssuer.userName}}{{_source.userIdentity.sessionContext.sessionIssuer.userName}}{{/_source.userIdentity.sessionContext.sessionIssuer.userName}}",
    "{{^_source.userIdentity.sessionContext.sessionIssuer.userName}}{{_source.userIdentity.arn}}{{/_source.userIdentity.sessionContext.sessionIssuer.userName}}",
    "{{/_source.userIdentity.userName}}",
  ])

  logins = <<-EOT
    {{#ctx.results.0.hits.hits}}
    - ${local.who} ({{_source.userIdentity.type}}): {{_source.responseElements.ConsoleLogin}} from {{_source.sourceIPAddress}} at {{_source.eventTime}}, MFA {{_source.additionalEventData.MFAUsed}}, account {{_source.recipientAccountId}}{{#_source.errorMessage}}, {{_source.errorMessage}}{{/_source.errorMessage}}
      https://{{_source.awsRegion}}.${var.console}/cloudtrailv2/home?region={{_source.awsRegion}}#/events/{{_source.eventID}}
    {{/ctx.results.0.hits.hits}}
  EOT

  head    = "{{ctx.monitor.name}}: {{ctx.results.0.hits.total.value}} until {{ctx.periodEnd}}. Up to ${var.size} of them:"
  message = "${local.head}\n${local.logins}"
  subject = "{{ctx.monitor.name}}: {{ctx.results.0.hits.total.value}}"
}
