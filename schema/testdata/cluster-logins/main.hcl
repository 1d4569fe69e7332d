workspace = "soc"

cluster "amazon" {
  url = "https://search-logs-abc123.eu-west-1.es.amazonaws.com"

  aws {}
}

cluster "role" {
  url = "https://search.example.com/base/path"

  aws {
    region  = "eu-west-1"
    service = "es"
    profile = "soc"

    assume_role {
      role_arn     = "arn:aws:iam::123456789012:role/team/alerting"
      external_id  = env("EXTERNAL_ID")
      session_name = "nightly@soc"
    }
  }

  policy {
    require_tests = true
    max_deletes   = 0
    allow_destroy = false
  }
}

cluster "unset" {
  url = "https://search.example.com"

  aws {
    region = "eu-west-1"

    assume_role {
      role_arn = env("ROLE")
    }
  }

  policy {
    max_deletes   = (2 + 1)
    allow_destroy = true
  }
}

cluster "token" {
  url              = "https://search.example.com"
  token            = env("TOKEN")
  client_cert_file = "client.pem"
  client_key_file  = "client.pem"
}


cluster "token_file" {
  url        = "https://search.example.com"
  token_file = "/run/secrets/token"
}
