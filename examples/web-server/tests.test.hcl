test "a quiet quarter of an hour" {
  monitor = monitor.slow_answers
  events  = "testdata/access.ndjson"
  now     = "2026-03-09T10:15:00Z"

  expect "slow" {
    fires = false
  }
}

test "a slow one" {
  monitor = monitor.slow_answers
  events  = "testdata/access.ndjson"
  now     = "2026-03-09T11:15:00Z"

  expect "slow" {
    fires   = true
    message = "900.0 ms on the average of 3 answers:\n- b gave 2\n- a gave 1\n"
  }
}

test "a day with logs" {
  monitor = monitor.no_logs
  events  = "testdata/access.ndjson"
  now     = "2026-03-10T06:00:00Z" # 07:00 in Berlin

  expect "none" {
    fires = false
  }
}

test "a day without" {
  monitor = monitor.no_logs
  events  = "testdata/access.ndjson"
  now     = "2026-03-11T06:00:00Z"

  expect "none" {
    fires   = true
    message = "Nothing was logged from 2026-03-10T06:00:00Z to 2026-03-11T06:00:00Z."
  }
}
