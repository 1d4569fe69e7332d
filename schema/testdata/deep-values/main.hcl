workspace = "deep"

locals {
  levels = 480
  fits   = jsondecode(join("", concat([for i in range(local.levels - 1) : "["], ["1"], [for i in range(local.levels - 1) : "]"])))
  deep   = jsondecode(join("", concat([for i in range(local.levels) : "["], ["1"], [for i in range(local.levels) : "]"])))
}

monitor "fits" {
  body = {
    name        = "Fits"
    type        = "monitor"
    schedule    = { period = { interval = 1, unit = "DAYS" } }
    inputs      = [{ search = { indices = ["logs"], query = { query = { range = { "@timestamp" = { gte = "now-1d" } } } } } }]
    triggers    = []
    ui_metadata = { theirs = local.fits[0] }
  }
}

monitor "deep" {
  body = {
    name        = "Deep"
    type        = "monitor"
    schedule    = { period = { interval = 1, unit = "DAYS" } }
    inputs      = [{ search = { indices = ["logs"], query = { query = { range = { "@timestamp" = { gte = "now-1d" } } } } } }]
    triggers    = []
    ui_metadata = { theirs = local.deep }
  }
}
