workspace = "soc"
variable "v" { default = 1 }
variable "v" { default = 2 }
locals { a = 1 }
locals { a = 2 }
cluster "c" { url = "https://a.example" }
cluster "c" { url = "https://b.example" }
destination "slack" "d" { url = "https://hooks.slack.com/services/T/B/x" }
destination "slack" "d" { url = "https://hooks.slack.com/services/T/B/x" }
existing "email" "e" { id = "x" }
existing "email" "e" { id = "x" }
monitor "m" {
  name = "m"
  schedule { interval = "1m" }
  schedule { interval = "1m" }
  extraction_query { indices = ["a"] }
  trigger "t" {
    severity = 1
    hits     = "> 0"
    action "a" {
      destination = destination.slack.d
      message     = "x"
    }
    action "a" {
      destination = destination.slack.d
      message     = "x"
    }
  }
  trigger "t" {
    severity = 1
    hits     = "> 0"
  }
  trigger "u" {
    name     = "T"
    severity = 1
    hits     = "> 0"
    action "a" {
      destination = destination.slack.d
      message     = "x"
    }
  }
  lifecycle { prevent_destroy = true }
  lifecycle { prevent_destroy = true }
}
monitor "m" {
  name = "m"
}
monitor "n" {
  name = "m"
  schedule { interval = "1m" }
  extraction_query { indices = ["a"] }
}
monitor "each" {
  for_each = toset(["a", "b"])
  name     = "same"
  schedule { interval = "1m" }
  extraction_query { indices = ["a"] }
}
