# Which rules are looked at, how severe they are, and from which number on.

variable "rules" {
  type        = set(string)
  default     = ["root", "no_mfa", "failures", "failures_of_user", "failures_from_address", "out_of_hours", "new_country"]
  nullable    = false
  description = "The rules that are looked at; the monitors of all others are there, and disabled. in_hours is the one that is not among the default."

  validation {
    condition     = length(setsubtract(var.rules, ["root", "no_mfa", "failures", "failures_of_user", "failures_from_address", "out_of_hours", "in_hours", "new_country"])) == 0
    error_message = "Rules are root, no_mfa, failures, failures_of_user, failures_from_address, out_of_hours, in_hours and new_country."
  }
}

variable "severity" {
  type        = map(number)
  default     = {}
  nullable    = false
  description = "Severities, 1 (highest) to 5, of rules for which the pack's own don't fit: { failures = 2 }."

  validation {
    condition     = length(setsubtract(keys(var.severity), ["root", "no_mfa", "failures", "failures_of_user", "failures_from_address", "out_of_hours", "in_hours", "new_country"])) == 0
    error_message = "Severities are given by rule: root, no_mfa, failures, failures_of_user, failures_from_address, out_of_hours, in_hours or new_country."
  }

  validation {
    condition     = alltrue([for s in values(var.severity) : contains([1, 2, 3, 4, 5], s)])
    error_message = "A severity is 1 (the highest) to 5."
  }
}

variable "except_users" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Patterns of ARNs whose logins don't count, such as those of a user that monitors the console: but never root's, and no failures."
}

variable "federated_logins" {
  type        = bool
  default     = false
  nullable    = false
  description = "no_mfa counts logins by SSO and other federation, too: AWS writes \"No\" there, even where the identity provider asks for MFA."
}

variable "failures" {
  type        = number
  default     = 10
  nullable    = false
  description = "More failed logins than this, of all users together, are told."

  validation {
    condition     = var.failures >= 0 && floor(var.failures) == var.failures
    error_message = "The number of failures is a whole number, 0 or more."
  }
}

variable "failures_of_user" {
  type        = number
  default     = 5
  nullable    = false
  description = "More failed logins than this of one user, or from one address, are told."

  validation {
    condition     = var.failures_of_user >= 0 && floor(var.failures_of_user) == var.failures_of_user
    error_message = "The number of failures of a user is a whole number, 0 or more."
  }
}

locals {
  severities = { root = 1, no_mfa = 2, failures = 4, failures_of_user = 2, failures_from_address = 2, out_of_hours = 2, in_hours = 5, new_country = 2 }
  severity   = merge(local.severities, var.severity)
  on         = { for rule in keys(local.severities) : rule => contains(var.rules, rule) }
}
