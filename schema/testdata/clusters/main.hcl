workspace = "soc"
cluster "prod" {
  url           = "https://search.example.com:9200/base"
  username      = env("USERNAME")
  password_file = "secrets/password"
  ca_file       = "/etc/ca.pem"
  timeout       = "30s"
}
cluster "dev" {
  url      = "http://127.0.0.1:9200"
  username = "admin"
  password = env("PASSWORD")
  insecure = true
}
cluster "unset" {
  url = env("SEARCH_URL")
}
