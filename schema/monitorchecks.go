package schema

import "github.com/hashicorp/hcl/v2"

var monitorChecks = []Check{
	{"duplicate-monitor-name", "Duplicate monitor name", hcl.DiagError, "The server takes two monitors of one name; people and alerts can't tell them apart."},
	{"duplicate-trigger-name", "Duplicate trigger name", hcl.DiagError, "The server takes two triggers of one name; Dashboards mixes them up."},
	{"duplicate-label", "Duplicate label", hcl.DiagError, "Two triggers of a monitor or two actions of a trigger have one label, by which ids are kept."},
	{"name-too-long", "Name too long", hcl.DiagError, "A name of more than 256 characters can't be found or sorted by on the server."},
	{"missing-block", "Missing block", hcl.DiagError, "A monitor has no schedule or no query."},
	{"dropped-field", "Dropped field", hcl.DiagWarning, "The server drops fields of a raw body that it does not know: a typing error says nothing, and does nothing."},
	{"duplicate-block", "Duplicate block", hcl.DiagError, "A block that can stand once stands twice."},
	{"raw-body", "Invalid monitor body", hcl.DiagError, "A raw body is no monitor as the API takes it, or stands beside what it already says."},
	{"missing-input", "Monitor without input", hcl.DiagWarning, "Without an input ctx.results is empty; a condition that reads it throws, and so is true."},
	{"missing-trigger", "Monitor without triggers", hcl.DiagWarning, "A monitor without triggers runs and never alerts."},
	{"too-many-triggers", "Too many triggers", hcl.DiagError, "The server takes ten triggers at most."},
	{"invalid-severity", "Invalid severity", hcl.DiagError, "The server takes any text; Dashboards and people know 1 (highest) to 5."},
	{"missing-condition", "Missing condition", hcl.DiagError, "A trigger needs hits or condition, and not both."},
	{"invalid-hits", "Invalid hits", hcl.DiagError, "hits is no comparison with a whole number."},
	{"constant-hits", "Constant condition", hcl.DiagWarning, "A comparison with the number of hits is always true or never."},
	{"invalid-destination", "Invalid destination", hcl.DiagError, "An action's destination is no reference to one. The server takes any id, and fails when it sends."},
	{"muted-destination", "Muted destination", hcl.DiagWarning, "Sending to a disabled channel fails, and the alert goes into the state ERROR."},
	{"invalid-throttle", "Invalid throttle", hcl.DiagError, "The server refuses a throttle outside 1 minute to 24 hours, and cuts fractions of a minute off."},
	{"missing-action", "Trigger without actions", hcl.DiagWarning, "A trigger without actions opens alerts and tells nobody."},
	{"invalid-interval", "Invalid interval", hcl.DiagError, "The server takes whole minutes, hours and days; seconds from 3.2 on only."},
	{"invalid-cron", "Invalid cron expression", hcl.DiagError, "The server parses cron expressions strictly: five fields, names of three letters, no nicknames."},
	{"cron-never-fires", "Cron expression that never fires", hcl.DiagError, "The server takes a date that there is not, and never runs the monitor."},
	{"invalid-clock", "Invalid time of day", hcl.DiagError, "A time of day is hours and minutes, from 00:00 to 23:59."},
	{"invalid-day", "Invalid day", hcl.DiagError, "A day of the week or of the month that there is not."},
	{"skipped-months", "Day that some months have not", hcl.DiagWarning, "The server leaves out the months that have no such day."},
	{"invalid-timezone", "Unknown time zone", hcl.DiagError, "The server refuses a zone that Java does not know; it has no default."},
	{"missing-schedule", "Incomplete schedule", hcl.DiagError, "A schedule says no time, or a time of the calendar or a cron expression without the zone in which it is meant."},
	{"conflicting-schedule", "Conflicting schedule", hcl.DiagError, "A schedule is an interval, or a time of the calendar or a cron expression with a time zone: one of them."},
}
