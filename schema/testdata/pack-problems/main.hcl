workspace = "soc"

locals {
  folder = "./packs/a"
}

destination "slack" "many" {
  for_each = toset(["eu", "us"])
  url      = "https://hooks.slack.com/services/T/B/${each.key}"
}

pack "no_source" {
  destination = destination.slack.many["eu"]
}

pack "reference" {
  source = local.folder
}

pack "number" {
  source = 5
}

pack "blank" {
  source = ""
}

pack "without_dot" {
  source = "packs/a"
}

pack "registry" {
  source  = "example/cis/aws"
  version = "1.0.0"
}

pack "git" {
  source = "git::https://example.com/packs.git"
}

pack "missing" {
  source = "./packs/aa"
}

pack "a_file" {
  source = "./main.hcl"
}

pack "empty" {
  source = "./packs/empty"
}

pack "foreign" {
  source = "./packs/foreign"
}

pack "a" {
  source     = "./packs/a"
  severty    = 3
  window     = ["5m"]
  limit      = 50
  depends_on = [destination.slack.many]
  count      = 2
}

pack "text" {
  source      = "./packs/a"
  destination = "slack.many"
  limit       = null
}

pack "whole" {
  source      = "./packs/a"
  destination = destination.slack.many
  name_prefix = local.nothing
}

pack "a" {
  source = "./packs/a"
}

pack "wrong label" {
  source = "./packs/a"
}

pack "block" {
  source      = "./packs/a"
  destination = destination.slack.many["eu"]
  name_prefix = "block "
  lifecycle {
    prevent_destroy = true
  }
}

pack "same" {
  source      = "./packs/a"
  destination = destination.slack.many["eu"]
  name_prefix = "block "
}

pack "itself" {
  source      = "./packs/a"
  destination = pack.itself.destination.slack.own
}

destination "email" "ops" {
  account    = pack.a.destination.smtp_account.mail
  recipients = pack.a.var.nothing
  groups     = [pack.aa.destination.email_group.x, pack.block, pack.block.monitor.broken, pack.block.monitr.broken]
}

test "unknown monitor of a pack" {
  monitor = pack.block.monitor.brken
  expect "any" {
    fires = true
  }
}

import {
  to = pack.block
  id = "x"
}

import {
  to = pack.block.monitor.brken
  id = "y"
}

import {
  to = pack.missing.monitor.nobody_knows
  id = "z"
}

removed {
  from = pack.block
}

moved {
  from = pack.same
  to   = pack.block
}

moved {
  from = monitor.x
  to   = pack.block
}
