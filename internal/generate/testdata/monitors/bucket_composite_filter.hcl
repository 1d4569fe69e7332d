monitor "canonical" {
  name    = "canonical"
  enabled = false

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices = ["a"]
    query   = { match_all = {} }
    aggregations = {
      g = {
        composite    = { size = 100, sources = [{ k = { terms = { field = "k" } } }] }
        aggregations = { m = { max = { field = "v" } } }
      }
    }
    size = 0
  }

  trigger "t" {
    severity  = 1
    condition = "params.n > 1"

    buckets {
      buckets_path         = { n = "_count" }
      composite_agg_filter = { k = { include = "a.*" } }
    }
  }
}
