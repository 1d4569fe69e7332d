variable "w" { type = string }
workspace = var.w
