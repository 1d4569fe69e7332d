workspace = "soc"
variable "text" { type = string }
variable "number" { type = number }
variable "list" { type = list(string) }
variable "any" {}
variable "object" { type = object({ a = string, b = optional(number, 5) }) }
variable "order" { default = "default" }
variable "json" { type = string }
locals {
  all = [var.text, var.number, var.list, var.any, var.object, var.order, var.json]
}
monitor "m" {
  name = "m"
  schedule { interval = "1m" }
  extraction_query {
    indices = ["a"]
    filter  = [{ match = { a = jsonencode(local.all) } }]
  }
  trigger "t" {
    severity = 1
    hits     = "> 0"
    action "a" {
      destination = existing.email.x
      message     = "x"
    }
  }
}
existing "email" "x" { name = "x" }
