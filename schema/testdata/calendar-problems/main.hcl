workspace = "soc"
locals {
  times = { end = "24:00", hour = "25:00", minute = "07:60", word = "7am", seconds = "07:00:00", none = "", number = 7, long = "007:00", short = "7:5" }
  weeks = { full = ["Monday"], typo = ["tes", "mon"], upper = ["MON"], german = ["mi"], none = [], number = [1], text = "mon" }
  days  = { zero = 0, many = 32, half = 1.5, last = "last", late = 31, leap = 29, thirty = 30, text = "5" }
}
monitor "daily" {
  for_each = local.times
  name     = "daily ${each.key}"
  enabled  = false
  schedule {
    daily    = each.value
    timezone = "UTC"
  }
  extraction_query { indices = ["a"] }
}
monitor "weekly" {
  for_each = local.weeks
  name     = "weekly ${each.key}"
  enabled  = false
  schedule {
    weekly {
      days = each.value
      at   = "07:00"
    }
    timezone = "UTC"
  }
  extraction_query { indices = ["a"] }
}
monitor "monthly" {
  for_each = local.days
  name     = "monthly ${each.key}"
  enabled  = false
  schedule {
    monthly {
      day = each.value
      at  = "07:00"
    }
    timezone = "UTC"
  }
  extraction_query { indices = ["a"] }
}
monitor "zoneless" {
  name    = "zoneless"
  enabled = false
  schedule { daily = "07:00" }
  extraction_query { indices = ["a"] }
}
monitor "two" {
  name    = "two"
  enabled = false
  schedule {
    daily    = "07:00"
    timezone = "UTC"
    weekly {
      days = ["mon"]
      at   = "07:00"
    }
  }
  extraction_query { indices = ["a"] }
}
monitor "twice" {
  name    = "twice"
  enabled = false
  schedule {
    timezone = "Asia/Tokio"
    monthly {
      day = 1
      at  = "07:00"
    }
    monthly {
      day = 15
      at  = "07:00"
    }
  }
  extraction_query { indices = ["a"] }
}
monitor "within" {
  name    = "within"
  enabled = false
  schedule {
    weekly {
      day      = ["mon"]
      at       = null
      timezone = "UTC"
    }
  }
  extraction_query { indices = ["a"] }
}
monitor "misspelt" {
  name    = "misspelt"
  enabled = false
  schedule {
    dayly    = "07:00"
    timezone = "UTC"
  }
  extraction_query { indices = ["a"] }
}
monitor "window" {
  name    = "window"
  enabled = false
  schedule {
    daily    = "07:00"
    timezone = "UTC"
  }
  extraction_query {
    indices = ["a"]
    last    = "1h"
  }
}
