# Office hours are those of the default: nine to six by UTC, from Monday to Friday.

test "out of hours a login is told of, in hours it is not" {
  for_each = { "08:00" = true, "17:00" = false, "18:00" = true, "19:00" = true }
  monitor  = monitor.out_of_hours
  events   = [merge(local.sample.login, local.at[each.key])]
  mapping  = local.template
  now      = "2024-08-02T${each.key}:30Z"

  expect "some" {
    fires = each.value
    hits  = 1
  }
}

test "in_hours is the reverse" {
  for_each = { "08:00" = false, "17:00" = true, "18:00" = false, "19:00" = false }
  monitor  = monitor.in_hours
  events   = [merge(local.sample.login, local.at[each.key])]
  mapping  = local.template
  now      = "2024-08-02T${each.key}:30Z"

  expect "some" {
    fires = each.value
    hits  = 1
  }
}

test "failures and what is no login are nothing, at any hour" {
  for_each = {
    out_failed = { monitor = monitor.out_of_hours, event = local.sample.failed }
    out_other  = { monitor = monitor.out_of_hours, event = merge(local.sample.login, { eventName = "CheckMfa" }) }
    in_failed  = { monitor = monitor.in_hours, event = local.sample.failed }
    in_other   = { monitor = monitor.in_hours, event = merge(local.sample.login, { eventName = "CheckMfa" }) }
  }
  monitor = each.value.monitor
  events  = [merge(each.value.event, local.at["09:00"]), merge(each.value.event, local.at["19:00"], { "@id" = "evening" })]
  mapping = local.template
  now     = "2024-08-02T09:00:30Z"
  every   = "10h"
  for     = "10h"

  expect "some" {
    fires = false
  }
}
