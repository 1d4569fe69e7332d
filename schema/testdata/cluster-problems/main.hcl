workspace = "soc"
cluster "user" { url = "https://me:hunter22@search.example.com" }
cluster "scheme" { url = "search.example.com:9200" }
cluster "query" { url = "https://search.example.com?pretty" }
cluster "null" { url = null }
cluster "two passwords" {}
cluster "passwords" {
  url           = "https://search.example.com"
  password      = "x"
  password_file = ""
  timeout       = "soon"
  insecure      = "maybe"
}
