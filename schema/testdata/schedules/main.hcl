workspace = "soc"
locals {
  cron = {
    nickname = ["@daily", "UTC"], fields = ["0 9 * *", "UTC"], word = ["0 9 * * MONDAY", "UTC"], range = ["0 22-2 * * *", "UTC"],
    week = ["0 9 * * FRI-MON", "UTC"], never = ["0 0 30 2 *", "UTC"], zone = ["0 9 * * *", "Asia/Tokio"], abbreviation = ["0 9 * * *", "PST"],
    lower = ["0 9 * * *", "europe/berlin"], fine = ["0 9 * * 0-7", "UTC+2"]
  }
  interval = { seconds = "30s", fraction = "1.5h", two = "1h30m", word = "5 minutes", none = "", zero = "0m", huge = "3000000000m", fine = "90m" }
}
monitor "cron" {
  for_each = local.cron
  name     = each.key
  schedule {
    cron     = each.value[0]
    timezone = each.value[1]
  }
  extraction_query { indices = ["a"] }
}
monitor "interval" {
  for_each = local.interval
  name     = "interval ${each.key}"
  schedule { interval = each.value }
  extraction_query { indices = ["a"] }
}
monitor "both" {
  name = "both"
  schedule {
    interval = "5m"
    cron     = "0 9 * * *"
  }
  extraction_query { indices = ["a"] }
}
monitor "zoneless" {
  name = "zoneless"
  schedule { cron = "0 9 * * *" }
  extraction_query { indices = ["a"] }
}
monitor "zone" {
  name = "zone"
  schedule {
    interval = "5m"
    timezone = "UTC"
  }
  extraction_query { indices = ["a"] }
}
monitor "neither" {
  name = "neither"
  schedule {}
  extraction_query { indices = ["a"] }
}
monitor "null" {
  name = "null"
  schedule { interval = null }
}
monitor "wrong" {
  schedule { interval = 5 }
}
