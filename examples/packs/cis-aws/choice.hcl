# Which controls are looked at, how severe they are, and what they leave out.

variable "controls" {
  type        = any
  default     = ["3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"]
  nullable    = false
  description = "The controls that are looked at; the monitors of all others are there, and disabled."

  # As a number 3.10 would be 3.1: so they are no list(string), which takes numbers, too.
  validation {
    condition     = try(alltrue([for id in var.controls : can(regex("^\"3\\.([1-9]|1[0-4])\"$", jsonencode(id)))]), false)
    error_message = "Controls are a list such as [\"3.1\", \"3.10\"], in quotes: as a number 3.10 would be 3.1."
  }
}

variable "exclude" {
  type        = any
  default     = []
  nullable    = false
  description = "Controls that are not looked at."

  validation {
    condition     = try(alltrue([for id in var.exclude : can(regex("^\"3\\.([1-9]|1[0-4])\"$", jsonencode(id)))]), false)
    error_message = "Controls are a list such as [\"3.1\", \"3.10\"], in quotes: as a number 3.10 would be 3.1."
  }
}

variable "severity" {
  type        = map(number)
  default     = {}
  nullable    = false
  description = "Severities, 1 (highest) to 5, of controls for which the pack's own don't fit: { \"3.9\" = 3 }."

  validation {
    condition     = alltrue([for id, s in var.severity : can(regex("^3\\.([1-9]|1[0-4])$", id)) && contains([1, 2, 3, 4, 5], s)])
    error_message = "Severities are 1 to 5, by control: { \"3.9\" = 3 }."
  }
}

variable "except_callers" {
  type        = map(list(string))
  default     = {}
  nullable    = false
  description = "Whose calls don't count, by control or for all: patterns of ARNs, and of services and addresses that calls come from."

  validation {
    condition     = alltrue([for id in keys(var.except_callers) : can(regex("^(all|3\\.([1-9]|1[0-4]))$", id))])
    error_message = "Callers are left out by control, or for all: { all = [\"arn:aws:sts::*:assumed-role/deploy/*\"], \"3.10\" = [\"cloudformation.amazonaws.com\"] }."
  }
}

variable "except_calls" {
  type        = map(list(string))
  default     = {}
  nullable    = false
  description = "Which calls don't count, by control or for all: { \"3.1\" = [\"HeadBucket\"] }."

  validation {
    condition     = alltrue([for id in keys(var.except_calls) : can(regex("^(all|3\\.([1-9]|1[0-4]))$", id))])
    error_message = "Calls are left out by control, or for all: { \"3.1\" = [\"HeadBucket\"] }."
  }
}

variable "only_done" {
  type        = any
  default     = []
  nullable    = false
  description = "Controls for which calls that failed don't count. The benchmark counts them: who tries to stop a trail is worth a look."

  validation {
    condition     = try(alltrue([for id in var.only_done : can(regex("^\"3\\.([1-9]|1[0-4])\"$", jsonencode(id)))]), false)
    error_message = "Controls are a list such as [\"3.1\", \"3.10\"], in quotes: as a number 3.10 would be 3.1."
  }
}

variable "beyond_cis" {
  type        = bool
  default     = false
  nullable    = false
  description = "Also calls that have the same effect as those of the benchmark, and came after it or were forgotten there, such as ModifySecurityGroupRules."
}

variable "denied_calls" {
  type        = number
  default     = 10
  nullable    = false
  description = "3.1 alerts when more calls than this were denied in the window: a few always are. 0 is the benchmark's letter."

  validation {
    condition     = var.denied_calls >= 0 && floor(var.denied_calls) == var.denied_calls
    error_message = "The number of denied calls is a whole number, 0 or more."
  }
}

variable "failed_logins" {
  type        = number
  default     = 0
  nullable    = false
  description = "3.6 alerts when more logins than this have failed in the window. 0 is the benchmark's letter."

  validation {
    condition     = var.failed_logins >= 0 && floor(var.failed_logins) == var.failed_logins
    error_message = "The number of failed logins is a whole number, 0 or more."
  }
}

variable "unknown_mfa" {
  type        = bool
  default     = true
  nullable    = false
  description = "3.2 counts logins that don't say whether MFA was used. A CloudWatch metric filter passes over them."
}

variable "federated_logins" {
  type        = bool
  default     = false
  nullable    = false
  description = "3.2 counts logins by SSO and other federation, too: AWS writes \"No\" there, even where the identity provider asks for MFA."
}
