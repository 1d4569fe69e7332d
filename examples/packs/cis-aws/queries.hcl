# What each control finds, as clauses that all must hold.

locals {
  console_login = { term = { "eventName${local.kw}" = "ConsoleLogin" } }

  find = merge(
    # Changes: certain calls of a service, whether they succeed or not.
    {
      for id, c in local.controls : id => [
        { term = { "eventSource${local.kw}" = c.source } },
        { terms = { "eventName${local.kw}" = concat(c.calls, [for call in c.beyond : call if var.beyond_cis]) } },
      ] if can(c.calls)
    },
    {
      # EC2 writes Client.UnauthorizedOperation, others AccessDenied or AccessDeniedException.
      # On the analysed field neither clause would find anything: it is in lower case.
      "3.1" = [{
        bool = {
          should = [
            { wildcard = { "errorCode${local.kw}" = { value = "*UnauthorizedOperation" } } },
            { prefix = { "errorCode${local.kw}" = "AccessDenied" } },
          ]
          minimum_should_match = 1
        }
      }]

      # A success, said as such: what is not "Failure" may be anything.
      "3.2" = concat(
        [
          local.console_login,
          { term = { "responseElements.ConsoleLogin${local.kw}" = "Success" } },
          { bool = { must_not = [{ term = { "additionalEventData.MFAUsed${local.kw}" = "Yes" } }] } },
        ],
        [for clause in [{ terms = { "userIdentity.type${local.kw}" = ["IAMUser", "Root"] } }] : clause if !var.federated_logins],
        [for clause in [{ exists = { field = "additionalEventData.MFAUsed" } }] : clause if !var.unknown_mfa],
      )

      # Services act as root, too: Auto Scaling starts instances in an account that root
      # has set up. Such events say invokedBy.
      "3.3" = [
        { term = { "userIdentity.type${local.kw}" = "Root" } },
        {
          bool = {
            must_not = [
              { term = { "eventType${local.kw}" = "AwsServiceEvent" } },
              { exists = { field = "userIdentity.invokedBy" } },
            ]
          }
        },
      ]

      # Not by errorMessage = "Failed authentication": other failures say something else
      # there, or nothing.
      "3.6" = [
        local.console_login,
        { term = { "responseElements.ConsoleLogin${local.kw}" = "Failure" } },
      ]
    },
  )

  # What a control leaves out: callers (an ARN, or where calls come from), calls, failures.
  callers = { for id in keys(local.controls) : id => concat(lookup(var.except_callers, "all", []), lookup(var.except_callers, id, [])) }
  calls   = { for id in keys(local.controls) : id => concat(lookup(var.except_calls, "all", []), lookup(var.except_calls, id, [])) }

  except = {
    for id in keys(local.controls) : id => concat(
      [for arn in local.callers[id] : { wildcard = { "userIdentity.arn${local.kw}" = { value = arn } } } if startswith(arn, "arn:")],
      [for from in local.callers[id] : { wildcard = { "sourceIPAddress${local.kw}" = { value = from } } } if !startswith(from, "arn:")],
      [for from in local.callers[id] : { wildcard = { "userIdentity.invokedBy${local.kw}" = { value = from } } } if !startswith(from, "arn:")],
      [for calls in [local.calls[id]] : { terms = { "eventName${local.kw}" = calls } } if length(calls) > 0],
      [for failed in [{ exists = { field = "errorCode" } }] : failed if contains(var.only_done, id)],
    )
  }

  filter = { for id, clauses in local.find : id => concat(clauses, [for not in [local.except[id]] : { bool = { must_not = not } } if length(not) > 0]) }
}
