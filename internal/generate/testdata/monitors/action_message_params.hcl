# As the API has it: a message has options or params.
monitor "canonical" {
  body = {
    name         = "canonical"
    monitor_type = "query_level_monitor"
    enabled      = false
    schedule     = { period = { interval = 5, unit = "MINUTES" } }
    inputs = [
      {
        search = {
          indices = ["cwl-*"]
          query   = { size = 0, query = { match_all = {} } }
        }
      },
    ]
    triggers = [
      {
        query_level_trigger = {
          name      = "t"
          severity  = "1"
          condition = { script = { source = "ctx.results[0].hits.total.value > 0" } }
          actions = [
            {
              name           = "a"
              destination_id = existing.slack.soc
              message_template = {
                source  = "m"
                options = { content_type = "text/plain" }
                params  = { a = 1 }
              }
              throttle_enabled = false
            },
          ]
        }
      },
    ]
  }
}
