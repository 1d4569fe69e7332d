variable "destination" {
  type = destination
}

variable "severity" {
  type    = number
  default = 2
}

variable "window" {
  type    = string
  default = "5m"
}

variable "limit" {
  type     = number
  nullable = false
  default  = 3

  validation {
    condition     = var.limit < 10
    error_message = "The limit is below 10."
  }
}

variable "name_prefix" {
  type    = string
  default = "x"
}

variable "version" {
  default = 1
}

monitor "broken" {
  name = "${var.name_prefix}broken"
  schedule {
    interval = var.window
  }
  extraction_query {
    indices = ["cwl-*"]
    filter  = jsondecode(file("../foreign/main.hcl"))
  }
  trigger "any" {
    severity = var.severty
    hits     = "> 0"
    action "notify" {
      destination = var.destination
      message     = "m"
    }
  }
}

monitor "well" {
  name = "${var.name_prefix}well"
  schedule {
    interval = var.window
  }
  extraction_query {
    indices = ["cwl-*"]
  }
  trigger "any" {
    severity = var.severity
    hits     = "> 0"
    action "notify" {
      destination = var.destination
      message     = "m"
    }
  }
}
