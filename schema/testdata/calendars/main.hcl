workspace = "soc"
variable "hour" { type = string }
variable "days" { type = list(string) }
locals {
  schedules = {
    daily = { daily = "07:00", timezone = "UTC" }
    short = { daily = "7:00", timezone = "Europe/Berlin" }
    half  = { daily = "23:30", timezone = "UTC+2" }
    midnight = { daily = "00:00", timezone = "Asia/Kolkata" }
  }
}
monitor "daily" {
  for_each = local.schedules
  name     = each.key
  enabled  = false
  schedule {
    daily    = each.value.daily
    timezone = each.value.timezone
  }
  extraction_query { indices = ["a"] }
}
monitor "weekly" {
  name    = "weekly"
  enabled = false
  schedule {
    weekly {
      days = ["fri", "mon", "fri"]
      at   = "07:00"
    }
    timezone = "UTC"
  }
  extraction_query { indices = ["a"] }
}
monitor "monthly" {
  name    = "monthly"
  enabled = false
  schedule {
    monthly {
      day = 28
      at  = "18:45"
    }
    timezone = "America/New_York"
  }
  extraction_query { indices = ["a"] }
}
monitor "not_known_yet" {
  name    = "not known yet"
  enabled = false
  schedule {
    daily    = var.hour
    timezone = "UTC"
  }
  extraction_query { indices = ["a"] }
}
monitor "days_not_known" {
  name    = "days not known"
  enabled = false
  schedule {
    weekly {
      days = var.days
      at   = "07:00"
    }
    timezone = "UTC"
  }
  extraction_query { indices = ["a"] }
}
monitor "made" {
  name    = "made"
  enabled = false
  schedule {
    dynamic "weekly" {
      for_each = ["06:00"]
      content {
        days = toset(["sat", "sun"])
        at   = weekly.value
      }
    }
    timezone = "UTC"
  }
  extraction_query { indices = ["a"] }
}
