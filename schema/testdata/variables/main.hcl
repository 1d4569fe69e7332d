workspace = "soc"
variable "number" {
  type    = number
  default = "many"
}
variable "reference" { default = local.x }
variable "typo" { type = strin }
variable "given" { type = list(number) }
variable "from_env" { type = bool }
variable "from_file" { type = map(string) }
variable "checked" {
  type    = string
  default = "eu"
  validation {
    condition     = contains(["us", "as"], var.checked)
    error_message = "It must be us or as, not ${var.checked}."
  }
}
variable "secret" {
  type      = string
  default   = "tell-no-one"
  sensitive = true
  validation {
    condition     = length(var.secret) > 20
    error_message = "Too short: ${var.secret}"
  }
}
variable "odd" {
  default = 1
  validation {
    condition     = "perhaps"
    error_message = "x"
  }
}
variable "null" {
  type     = string
  nullable = false
  default  = null
}
locals { x = 1 }
