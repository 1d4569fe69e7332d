# As the API has it: what it reads is nothing that blocks can say.
monitor "canonical" {
  body = {
    name         = "canonical"
    monitor_type = "cluster_metrics_monitor"
    enabled      = false
    schedule     = { period = { interval = 5, unit = "MINUTES" } }
    inputs = [
      {
        uri = {
          api_type    = "CLUSTER_HEALTH"
          path        = "_cluster/health/"
          path_params = ""
          url         = "http://localhost:9200/_cluster/health/"
        }
      },
    ]
    triggers = [
      {
        query_level_trigger = {
          name      = "t"
          severity  = "1"
          condition = { script = { source = "ctx.results[0].hits.total.value > 0" } }
          actions   = []
        }
      },
    ]
  }
}
