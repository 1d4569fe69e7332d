test "one failure goes to its team" {
  monitor = monitor.failed_backup["databases"]
  now     = "2026-03-09T02:15:00Z"
  events = [
    { "@timestamp" = "2026-03-09T02:10:00Z", service = "databases", status = "failed", host = "db1", reason = "no space left" },
    { "@timestamp" = "2026-03-09T02:11:00Z", service = "databases", status = "done", host = "db2" },
    { "@timestamp" = "2026-03-09T02:12:00Z", service = "mail", status = "failed", host = "mx1", reason = "timeout" },
  ]

  expect "failed" {
    fires   = true
    subject = "1 failed backups of databases"
    message = "db1: no space left\n"
  }

  expect "many_failed" {
    fires = false
  }
}

test "three go to everybody" {
  monitor = monitor.failed_backup["mail"]
  now     = "2026-03-09T02:15:00Z"
  events  = [for i in range(3) : { "@timestamp" = "2026-03-09T02:0${i}:00Z", service = "mail", status = "failed", host = "mx${i}", reason = "timeout" }]

  expect "many_failed" {
    fires = true

    action "managers" {
      message = "3 backups of mail failed in a quarter of an hour."
    }
  }
}
