workspace = "soc"
locals {
  cron = {
    nickname = ["@daily", "UTC"], fields = ["0 9 * *", "UTC"], word = ["0 9 * * MONDAY", "UTC"], range = ["0 22-2 * * *", "UTC"],
    week = ["0 9 * * FRI-MON", "UTC"], never = ["0 0 30 2 *", "UTC"], zone = ["0 9 * * *", "Asia/Tokio"], abbreviation = ["0 9 * * *", "PST"],
    lower = ["0 9 * * *", "europe/berlin"], city = ["0 9 * * *", "Tokyo"], short_city = ["0 9 * * *", "Rome"], misspelt_city = ["0 9 * * *", "Tokio"],
    spaces = ["0 9 * * *", "new york"], region = ["0 9 * * *", "Europe/Tokyo"], cities = ["0 9 * * *", "Istanbul"], near = ["0 9 * * *", "Asia/Tokyoo"], fine = ["0 9 * * 0-7", "UTC+2"]
  }
  interval = { seconds = "30s", minutes = "600s", hours = "7200s", between = "90s", fraction = "1.5h", two = "1h30m", word = "5 minutes", none = "", zero = "0m", huge = "3000000000m", fine = "90m" }
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
monitor "hidden" {
  name = "hidden"
  schedule {
    interval = "30s"
    daily    = "7"
    timezone = "Tokyo"
    weekly {
      days = ["monday"]
      at   = "25:00"
    }
  }
  extraction_query { indices = ["a"] }
}
monitor "slow" {
  name = "slow"
  schedule {
    interval = "600s"
    timezone = "UTC"
  }
  extraction_query { indices = ["a"] }
}
monitor "zonelessly" {
  name = "zonelessly"
  schedule {
    daily = "7"
    weekly {
      days = []
      at   = "07:00"
    }
  }
  extraction_query { indices = ["a"] }
}
monitor "timeless" {
  name = "timeless"
  schedule { timezone = "Berlin" }
  extraction_query { indices = ["a"] }
}
