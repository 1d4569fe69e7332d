workspace = "soc"
destination "webhook" "x" { url = "https://a.example/x" }
monitor "from_file" {
  description = "Taken over."
  body        = jsondecode(file("monitor.json"))
}
monitor "written" {
  for_each = toset(["a", "b"])
  body = {
    name         = "bucket ${each.key}"
    monitor_type = "bucket_level_monitor"
    schedule     = { cron = { expression = "0 9 * * *", timezone = "UTC+9" } }
    inputs = [{ search = {
      indices = ["a"]
      query = {
        size         = 0
        query        = { range = { "@timestamp" = { gte = "{{period_start}}" } } }
        aggregations = { by = { composite = { sources = [{ user = { terms = { field = "user" } } }] } } }
      }
    } }]
    triggers = [{ bucket_level_trigger = {
      name      = "Too Many!"
      severity  = "1"
      condition = { buckets_path = { n = "_count" }, parent_bucket_path = "by", script = { source = "params.n > 5" } }
      actions = [
        { name = "tell", destination_id = destination.webhook.x, message_template = { source = "x" } },
        { name = "tell", destination_id = "an-id", message_template = { source = "x" } },
      ]
    } }]
  }
  lifecycle { prevent_destroy = true }
}
