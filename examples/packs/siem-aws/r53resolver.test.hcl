# testdata/r53resolver.ndjson: questions of the unit tests of panther-analysis
# (Apache-2.0), as the loader writes them: one for a name of AWS, two for a mining pool.

locals {
  questions = [for line in split("\n", chomp(file("testdata/r53resolver.ndjson"))) : jsondecode(line).doc]
  ordinary  = local.questions[0]
  mining    = local.questions[1]
  made_up   = merge(local.ordinary, { dns = { question = { name = "qzxw.example.com", type = "A" }, response_code = "NXDOMAIN" } })
}

test "more than a hundred names that there are not are told" {
  monitor = monitor.r53_nxdomain_per_client
  mapping = local.mapping
  now     = local.now
  events = flatten([
    for client, times in { "10.0.0.5" = 101, "10.0.0.6" = 100 } : [
      for n in range(times) : merge(local.made_up, { "@id" = "${client} ${n}", source = { ip = client } })
    ]
  ])

  expect "many" {
    buckets = ["10.0.0.5"]
    message = <<-EOT
      10.0.0.5: more than 100 questions for names that there are not, within 10m, until 2026-01-01T00:01:00Z.
      Clients with more now:
      - 10.0.0.5 i-0abc234: 101 for 1 name(s), such as qzxw.example.com
    EOT
  }
}

test "names that there are are not counted" {
  for_each = toset(["NOERROR", "SERVFAIL"])
  monitor  = monitor.r53_nxdomain_per_client
  mapping  = local.mapping
  now      = local.now
  events   = [for n in range(101) : merge(local.made_up, { "@id" = "${n}", dns = { question = { name = "www.example.com" }, response_code = each.value } })]

  expect "many" {
    fires = false
  }
}

test "a name or an answer of a threat list is told" {
  monitor = monitor.r53_ioc_domain
  mapping = local.mapping
  now     = local.now
  events  = [merge(local.ordinary, { "threat.matched" = { providers = ["Abuse.ch Feodo"], types = ["ipv4-addr"], indicators = ["1.2.3.4"], names = ["dridex"] } })]

  expect "any" {
    hits    = 1
    message = <<-EOT
      1 question(s) for names of threat lists, ingested within 20m until 2026-01-01T00:01:00Z.
      By indicator, and who lists it:
      - 1.2.3.4: 1, listed by Abuse.ch Feodo
      The first ten:
      - 2022-06-25T00:27:53+00:00 5.6.7.8 i-0abc234 asked for dynamodb.us-west-2.amazonaws.com, answer 1.2.3.4, vpc-abc123 in 123456789012 us-west-2
    EOT
  }
}

test "any other question is not" {
  monitor = monitor.r53_ioc_domain
  mapping = local.mapping
  now     = local.now
  events  = [local.ordinary, local.mining]

  expect "any" {
    fires = false
  }
}

test "questions for mining pools are told" {
  monitor = monitor.r53_mining_domains
  mapping = local.mapping
  now     = local.now
  events  = local.questions

  expect "any" {
    hits = 2
    message_contains = [
      "2 question(s) for mining pools",
      "- 5.6.7.8 i-0abc234: 2 for abc.abc.moneropool.ru moneropool.ru",
      "asked for abc.abc.moneropool.ru, NOERROR, vpc-abc123 in 123456789012 us-west-2",
    ]
  }
}

test "each pool counts, with all below it, in any letters, and no other name" {
  monitor = monitor.r53_mining_domains
  mapping = local.mapping
  now     = local.now
  events = flatten([
    for d in var.r53_mining_domains : [
      for name in [d, "pool.${d}", "eu1.PooL.${upper(d)}", "not${d}", "${d}.example.com"] :
      merge(local.ordinary, { "@id" = name, dns = { question = { name = name }, response_code = "NOERROR" } })
    ]
  ])

  expect "any" {
    hits = 3 * length(var.r53_mining_domains)
  }
}

test "nothing is told of ordinary questions" {
  monitor = monitor.r53_mining_domains
  mapping = local.mapping
  now     = local.now
  events  = [local.ordinary]

  expect "any" {
    fires = false
  }
}
