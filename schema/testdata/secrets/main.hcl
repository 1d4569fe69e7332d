workspace = "soc"
variable "token" {
  sensitive = true
  type      = string
}
variable "object" {
  sensitive = true
  default   = { user = "some-user", pin = 4711 }
}
locals { header = "Bearer ${var.token}" }
destination "webhook" "a" {
  url     = "https://a.example/${urlencode(var.token)}"
  headers = { Authorization = local.header, X = "${var.object.pin}" }
}
monitor "m" {
  name = "m ${nonsensitive(sensitive("public-words"))}"
  schedule { interval = "1m" }
  extraction_query {
    indices = ["a"]
    filter  = [{ term = { user = var.object.user } }]
  }
  trigger "t" {
    severity  = 1
    condition = "ctx.results[0].hits.total.value > ${var.object.pin}"
    action "a" {
      destination = destination.webhook.a
      message     = "token:\nthe token is ${base64encode(var.token)}\nbye"
    }
  }
}
