workspace = "soc"
destination "sns" "plain" { topic_arn = "arn:aws-cn:sns:cn-north-1:123456789012:alerts" }
destination "chime" "room" {
  name        = "Room"
  description = "The room."
  enabled     = false
  url         = "https://hooks.chime.aws/incomingwebhooks/3c1e6a1e?token=bm90"
}
destination "webhook" "put" {
  url     = "http://127.0.0.1:8080/x"
  method  = "PUT"
  headers = { "X-Count" = 5, "content-type" = "text/plain" }
  lifecycle { ignore_changes = [url, headers] }
}
destination "webhook" "parts" {
  scheme = "http"
  host   = "::1"
  port   = "9000"
}
destination "webhook" "keys" {
  for_each = { "a" = "https://a.example/x", "b c" = "https://b.example/x" }
  url      = each.value
  name     = "Hook ${each.key}"
  lifecycle {
    ignore_changes  = all
    prevent_destroy = true
  }
}
existing "microsoft_teams" "duty" { name = "On duty" }
