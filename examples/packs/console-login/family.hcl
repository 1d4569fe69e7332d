# The two families of indices are opposites: a query for one finds nothing in the
# other, and no error tells.

locals {
  families = {
    # Dynamic mapping: text, and below it .keyword for the whole value. @timestamp is
    # when CloudTrail delivered the event, minutes after eventTime.
    "cwl" = { indices = ["cwl-*"], keyword = ".keyword", time_field = "@timestamp", country = "" }

    # All texts are keywords, without .keyword. @timestamp is when it happened; when it
    # arrived is event.ingested.
    "log-aws-cloudtrail" = { indices = ["log-aws-cloudtrail-*"], keyword = "", time_field = "event.ingested", country = "source.geo.country_iso_code" }
  }

  family  = local.families[var.family]
  kw      = local.family.keyword
  indices = coalescelist(var.indices, local.family.indices)

  # A message tells of a window, and for throttle + interval minutes no other follows.
  # What comes meanwhile must still be in the window of the next one, and so must what
  # can be searched only some minutes after its arrival: otherwise nobody hears of it.
  minutes = var.interval + var.throttle + var.late
  window  = "${local.minutes}m"

  # Where events are counted, and where office hours begin and end, the shortest window
  # in which no event is missing.
  recent = "${var.interval + var.late}m"
}
