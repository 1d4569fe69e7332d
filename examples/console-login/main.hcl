# CloudTrail → CloudWatch Logs → OpenSearch (cwl-*), and from there to people:
# a console login pages through SNS, failed logins go to Slack.

workspace = "console-login" # owns what it creates on the cluster

variable "slack_url" {
  type        = string
  sensitive   = true
  description = "Incoming webhook of the channel that hears of failed logins."
}

variable "topic_arn" {
  type        = string
  default     = "arn:aws:sns:eu-west-1:123456789012:security"
  description = "SNS topic that pages whoever is on call."
}

variable "role_arn" {
  type        = string
  default     = "arn:aws:iam::123456789012:role/alerting-sns"
  description = "Role that may publish to the topic."
}

variable "indices" {
  type        = list(string)
  default     = ["cwl-*"]
  description = "Where the CloudWatch Logs subscription writes CloudTrail."
}
