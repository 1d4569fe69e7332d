workspace = "soc"
variable "url" {
  sensitive = true
  default   = "hooks.example.com/very-secret-path"
}
destination "slak" "a" { url = "x" }
destination "email" "a" {}
existing "mail" "a" { id = "x" }
existing "email" "none" {}
existing "email" "both" {
  id   = "x"
  name = "y"
}
existing "email" "empty" { id = "" }
destination "sns" "fifo" { topic_arn = "arn:aws:sns:eu-west-1:123456789012:alerts.fifo" }
destination "sns" "role" {
  topic_arn = "arn:aws:sns:eu-west-1:1234:alerts"
  role_arn  = "arn:aws:iam::123456789012"
}
destination "slack" "proxy" { url = "https://proxy.example.com/slack" }
destination "slack" "secret" { url = var.url }
destination "chime" "port" { url = "https://hooks.chime.aws:99999/x" }
destination "webhook" "blank" { url = " https://a.example/x" }
destination "webhook" "host" { url = "https:///x" }
destination "webhook" "short" { url = "http://printer" }
destination "webhook" "ftp" { url = "ftp://a.example/x" }
destination "webhook" "none" {}
destination "webhook" "both" {
  url  = "https://a.example/x"
  host = "a.example"
  port = 1
}
destination "webhook" "parts" {
  scheme = "gopher"
  host   = "a.example"
}
destination "webhook" "port" {
  host = "a.example"
  port = 70000
}
destination "webhook" "slashes" { host = "https://a.example" }
destination "webhook" "method" {
  url    = "https://a.example/x"
  method = "get"
}
destination "webhook" "headers" {
  url     = "https://a.example/x"
  headers = { "X Team" = "a", "x-list" = "b", "X..Y" = "a", "X-Null" = null, "X-List" = [], "X-Break" = "a\nb" }
}
destination "webhook" "headers_list" {
  url     = "https://a.example/x"
  headers = ["a"]
}
destination "webhook" "name" {
  url     = "https://a.example/x"
  name    = " "
  enabled = "no"
}
destination "webhook" "secret_name" {
  url  = "https://a.example/x"
  name = var.url
}
destination "webhook" "ignore" {
  url = "https://a.example/x"
  lifecycle {
    ignore_changes  = [urls, name.x]
    prevent_destroy = 5
  }
}
