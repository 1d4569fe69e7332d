# What logins are. A success is said as such: what is not "Failure" may be anything.

locals {
  login = { term = { "eventName${local.kw}" = "ConsoleLogin" } }

  done   = [local.login, { term = { "responseElements.ConsoleLogin${local.kw}" = "Success" } }]
  failed = [local.login, { term = { "responseElements.ConsoleLogin${local.kw}" = "Failure" } }]

  root = { term = { "userIdentity.type${local.kw}" = "Root" } }

  except = [
    for patterns in [var.except_users] : { bool = { must_not = [for p in patterns : { wildcard = { "userIdentity.arn${local.kw}" = { value = p } } }] } } if length(patterns) > 0
  ]

  no_mfa = concat(
    local.done,
    [{ bool = { must_not = [{ term = { "additionalEventData.MFAUsed${local.kw}" = "Yes" } }] } }],
    [for clause in [{ terms = { "userIdentity.type${local.kw}" = ["IAMUser", "Root"] } }] : clause if !var.federated_logins],
    local.except,
  )
}
