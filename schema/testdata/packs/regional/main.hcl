variable "regions" {
  type    = set(string)
  default = []
}

destination "slack" "own" {
  for_each = var.regions
  url      = "https://hooks.slack.com/services/T/B/${each.key}"
}

existing "slack" "oncall" {
  name = "On call"
}
