workspace = "soc"
variable "choice" { type = bool }
variable "text" { type = string }
monitor "m" {
  name    = "m"
  enabled = var.choice
  schedule { interval = "1m" }
  extraction_query { indices = ["a"] }
  lifecycle { prevent_destroy = var.choice }
}
import {
  to = monitor.m
  id = var.text
}
cluster "c" {
  url     = var.text
  timeout = var.text
}
