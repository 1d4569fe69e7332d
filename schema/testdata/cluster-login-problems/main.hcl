workspace = "soc"

variable "deletes" {
  type    = number
  default = 5
}

locals {
  yes = true
}

cluster "everything" {
  url              = "https://search.example.com"
  username         = "me"
  password         = "hunter22"
  password_file    = "p"
  token            = "eyJhbGciOi"
  token_file       = "t"
  client_cert_file = "c.pem"

  aws {
    region = "eu-west"
  }
}

cluster "serverless" {
  url = "https://abc123.us-east-1.aoss.amazonaws.com"
}

cluster "service" {
  url             = "https://search.example.com"
  client_key_file = "k.pem"

  aws {
    service = "aoss"
    profil  = "soc"
  }
}

cluster "region" {
  url = "https://search-logs-abc123.eu-west-1.es.amazonaws.com"

  aws {
    region  = "us-east-1"
    service = "opensearch"
    profile = ""

    assume_role {
      role         = "arn:aws:iam::123456789012:user/me"
      external_id  = "with a blank"
      session_name = "x"
    }
    assume_role {}
  }
  aws {}
}

cluster "near" {
  url = "https://search-logs-abc123.eu-west-1.es.amazonaws.com"

  aws {
    region = "eu-west1"

    assume_role {
      role_arn = "arn:aws:iam::123456789012:user/me"
    }
  }
}

cluster "null" {
  url = "https://search.example.com"

  aws {
    assume_role {
      role_arn = null
    }
  }
}

cluster "policies" {
  url = "https://search.example.com"

  policy {
    max_deletes   = var.deletes
    allow_destroy = local.yes
    require_tests = tobool("true")
    max_delete    = 1
  }
}

cluster "numbers" {
  url = "https://search.example.com"

  policy {
    max_deletes   = -1
    allow_destroy = "maybe"
  }
}

cluster "fractions" {
  url = "https://search.example.com"

  policy {
    max_deletes = 1.5
  }
  policy {}
}

cluster "words" {
  url = "https://search.example.com"

  policy {
    max_deletes = "many"
  }
}
