workspace = "other"

cluster "prod" {
  url = "https://search.example.com"
}

import {
  to = monitor.x
  id = "x"
}

locals {
  key = monitor.x
}
