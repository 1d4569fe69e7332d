package grammar

// QuietHours and Maintenance stand in a trigger, or in a monitor for all of its
// triggers.
var (
	QuietHours = &Block{
		Name: "quiet_hours", Count: Any,
		Doc: "Hours, by the clock on the wall, in which a trigger is silent: in a trigger, or in a monitor for all of its triggers. Where several stand, it is silent whenever one of them says so.",
		Arguments: []Argument{
			{Name: "timezone", Type: Zone, Required: true, Example: `"Asia/Tokyo"`, Doc: "Where the clock hangs."},
			{Name: "days", Type: Strings, Default: "every day", Example: `["mon", "tue", "wed", "thu", "fri"]`, Doc: "The days on which the window begins: `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`."},
			{Name: "from", Type: Clock, Default: "00:00", Example: `"09:00"`, Doc: "When the window begins; `to` must stand beside it."},
			{Name: "to", Type: Clock, Default: "24:00", Example: `"18:00"`, Doc: "When it ends, that minute not included; on the next day if it is not later than `from`. `24:00` is the midnight that ends the day."},
			{Name: "except", Type: Strings, Example: `["2026-12-25"]`, Doc: "Dates on which no window begins, such as holidays of who is at work in it."},
			{Name: "holidays", Type: Strings, Example: `["2026-12-25"]`, Doc: "Dates that are silent from midnight to midnight, with `only` too."},
			{Name: "only", Type: Bool, Default: "false", Example: "true", Doc: "`true`: the reverse, alerts only within the window."},
		},
	}
	Maintenance = &Block{
		Name: "maintenance", Count: Any,
		Doc: "A time, by date, in which a trigger is silent once: in a trigger, or in a monitor for all of its triggers.",
		Arguments: []Argument{
			{Name: "from", Type: Time, Required: true, Example: `"2026-03-01T22:00:00+09:00"`, Doc: "When it begins: with an offset, or without one beside `timezone`."},
			{Name: "to", Type: Time, Required: true, Example: `"2026-03-02T02:00:00+09:00"`, Doc: "When it ends, that moment not included."},
			{Name: "timezone", Type: Zone, Doc: "The zone of times without an offset."},
		},
	}
)
